using Reelmill.Cli;
using Reelmill.Cli.Display;
using Reelmill.Cli.Images;
using Reelmill.Media.Pictures;

if (args is [PictureDecoder.Command, ..])
{
    return ImageProgram.Run(args);
}

return StartCheck.Passes() ? await Boundary.RunAsync(args).ConfigureAwait(false) : ExitCode.SomeFailed;
