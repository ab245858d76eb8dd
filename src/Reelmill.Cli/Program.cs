using Reelmill.Cli;
using Reelmill.Cli.Images;
using Reelmill.Media.Pictures;

if (args is [PictureDecoder.Command, ..])
{
    return ImageProgram.Run(args);
}

return StartCheck.Passes() ? await Boundary.RunAsync(args).ConfigureAwait(false) : Reelmill.Cli.ExitCode.SomeFailed;
