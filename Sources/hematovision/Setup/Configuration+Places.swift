import Foundation
import Settings

extension Configuration {
  /// The file of the review log.
  var logFile: Setting<String> {
    if let path = self.log.value {
      return Setting(value: Locations.absolute(path), origin: self.log.origin)
    }
    let data = Locations.xdg("XDG_DATA_HOME", else: ".local/share")
    return Setting(value: "\(data)/hematovision/review.sqlite", origin: .default)
  }

  /// Who reviews.
  var reviewerName: Setting<String> {
    if let name = self.reviewer.value { return Setting(value: name, origin: self.reviewer.origin) }
    let login = NSUserName()
    return Setting(value: login.isEmpty ? "unknown" : login, origin: self.reviewer.origin)
  }

  /// The weights file. Where it cannot be told which model was adopted this throws: no other one is used in silence.
  var weightsFile: Setting<String> {
    get throws {
      if let path = self.model.value {
        return Setting(value: Locations.absolute(path), origin: self.model.origin)
      }
      if let adopted = try ModelShelf().current {
        return Setting(value: adopted, origin: .standard("adopted"))
      }
      return shippedWeights
    }
  }

  /// The weights that came with the program.
  var shippedWeights: Setting<String> {
    let places = Locations.shipped("Weights").map { "\($0)/mobilenetv2-8.safetensors" }
    if let path = places.first(where: FileManager.default.fileExists) {
      return Setting(value: path, origin: self.model.origin)
    }
    return Setting(value: places[0], origin: .standard("default, not found"))
  }
}
