import ArgumentParser

SmearSynth.main()
