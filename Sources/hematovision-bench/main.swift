// hematovision-bench: figures of the engine. Not tests: nothing here passes or fails.

import ArgumentParser

BenchCommand.main()
