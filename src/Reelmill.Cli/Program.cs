using Reelmill.Cli;
using Reelmill.Cli.Display;
using Reelmill.Library.Artifacts.Disk;

FileModes.Keep();
Terminal.Guard();
return await Application.RunAsync(args).ConfigureAwait(false);
