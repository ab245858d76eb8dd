using System.Text;
using Reelmill.Core;
using Reelmill.Media.Processes;

namespace Reelmill.Pipelines;

/// <summary>Asks ffmpeg for its version, which is part of every fingerprint.</summary>
internal static class ToolVersion
{
    private const string Before = "ffmpeg version ";

    public static async Task<string> OfAsync(ProcessLauncher launcher, string ffmpeg, CancellationToken cancellationToken)
    {
        try
        {
            var output = await launcher.RunAsync(new ProcessSpec(ffmpeg, ["-version"]), 1 << 16, cancellationToken).ConfigureAwait(false);
            var line = Encoding.UTF8.GetString(output.Bytes.Span).Split('\n')[0];
            return line.StartsWith(Before, StringComparison.Ordinal) ? line[Before.Length..].Split(' ')[0] : line;
        }
        catch (ProcessFailedException e)
        {
            throw new PipelineException(
                "tool_missing", $"Looking for ffmpeg: {e.Message} Install it (apt-get install ffmpeg), or name it with tools.ffmpeg.", e);
        }
    }
}
