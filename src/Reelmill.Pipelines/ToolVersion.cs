using System.Text;
using Reelmill.Core;
using Reelmill.Processes;

namespace Reelmill.Pipelines;

/// <summary>Reads the version of ffmpeg, which is part of every fingerprint.</summary>
internal static class ToolVersion
{
    private const string VersionPrefix = "ffmpeg version ";

    public static async Task<string> ReadAsync(ProcessLauncher launcher, string ffmpeg, CancellationToken cancellationToken)
    {
        try
        {
            var output = await launcher.RunAsync(new ProcessSpec(ffmpeg, ["-version"]), 1 << 16, cancellationToken).ConfigureAwait(false);
            var line = Encoding.UTF8.GetString(output.Bytes.Span).Split('\n')[0];
            return line.StartsWith(VersionPrefix, StringComparison.Ordinal) ? line[VersionPrefix.Length..].Split(' ')[0] : line;
        }
        catch (ProcessFailedException e)
        {
            throw CreateMissingToolError("ffmpeg", e);
        }
    }

    /// <summary>Creates the error that ends the run: without the tool, no item can succeed.</summary>
    public static PipelineException CreateMissingToolError(string tool, ProcessFailedException cause) => new(
        "tool_missing", $"Starting {tool}: it is not installed or does not run. Install it (apt-get install ffmpeg), or set tools.{tool} to its path.", cause);
}
