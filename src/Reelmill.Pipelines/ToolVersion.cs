using System.Text;
using Reelmill.Core;
using Reelmill.Processes;

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
            throw Missing("ffmpeg", e);
        }
    }

    /// <summary>No item can be done without the tool, so its absence ends the run.</summary>
    public static PipelineException Missing(string tool, ProcessFailedException cause) => new(
        "tool_missing", $"Starting {tool}: it is not there or does not run. Install it (apt-get install ffmpeg), or name it with tools.{tool}.", cause);
}
