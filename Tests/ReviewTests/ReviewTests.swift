// ReviewTests
