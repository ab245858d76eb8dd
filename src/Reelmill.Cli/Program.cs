using Reelmill.Cli;
using Reelmill.Cli.Display;

Terminal.Guard();
return await Application.RunAsync(args).ConfigureAwait(false);
