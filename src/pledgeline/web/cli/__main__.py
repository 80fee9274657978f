from pledgeline.web.cli.app import main

main()
