using Reelmill.Cli;
using Reelmill.Cli.Display;
using Reelmill.Cli.Images;
using Reelmill.Media.Images;

if (args is [ImageDecoder.Command, ..])
{
    return ImageProgram.Run(args);
}

return StartCheck.Passes() ? await ErrorBoundary.RunAsync(args).ConfigureAwait(false) : ExitCode.SomeFailed;
