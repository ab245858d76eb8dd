using System.Text;
using Reelmill.Core;
using Reelmill.Media.Ffmpeg;
using Reelmill.Processes;

namespace Reelmill.Media.Chunking;

/// <summary>Runs ffmpeg to its end and turns a bad one into the failure of what it worked on.</summary>
internal sealed class FfmpegRun(ProcessLauncher launcher, string ffmpeg)
{
    private const int MaxOutputBytes = 16 << 20;

    /// <summary>What every run begins with. Progress keeps the stall watchdog quiet while a file is written in silence.</summary>
    private static readonly string[] Common = ["-nostdin", "-hide_banner", "-nostats", "-progress", "pipe:2", "-stats_period", "2"];

    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WallLimit = TimeSpan.FromHours(12);

    /// <summary>Runs it.</summary>
    /// <param name="doing">What for, such as <c>Encoding chunk 3</c>.</param>
    /// <param name="path">On which file.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="log">Takes its messages.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What it wrote to stdout.</returns>
    /// <exception cref="ItemException"><c>chunk_failed</c>; and, worth another try, <c>chunk_stalled</c> and <c>tool_crashed</c>.</exception>
    public async Task<ReadOnlyMemory<byte>> RunAsync(
        string doing, string path, IEnumerable<string> arguments, DecodeLog log, CancellationToken cancellationToken)
    {
        var spec = new ProcessSpec(ffmpeg, [.. Common, .. arguments])
        {
            StallLimit = StallLimit,
            WallLimit = WallLimit,
            OnErrorLine = log.Add,
        };
        try
        {
            var output = await launcher.RunAsync(spec, MaxOutputBytes, cancellationToken).ConfigureAwait(false);
            return output.Bytes;
        }
        catch (ProcessFailedException e)
        {
            throw Failure(doing, path, e, log.FirstError ?? e.Message);
        }
    }

    /// <summary>Runs it for a file that it writes.</summary>
    public async Task WriteAsync(string doing, string path, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        await RunAsync(doing, path, arguments, new DecodeLog(null), cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// A log for the decode of a chunk. From a key frame that is no IDR picture, H.264 streams may still mark pictures as
    /// unused that were decoded before it; ffmpeg calls that an error, and no picture suffers from it.
    /// </summary>
    public static DecodeLog LogOf(ChunkRange range) => new(null, ignoredError: range.SeekPts is null ? null : "mmco: unref short failure");

    /// <summary>The value of a line <c>SHA256=...</c> as ffmpeg's hash muxer ends with.</summary>
    public static string Sha256Of(ReadOnlyMemory<byte> output)
    {
        var text = Encoding.ASCII.GetString(output.Span).Trim();
        return text[(text.LastIndexOf('=') + 1)..];
    }

    private static Exception Failure(string doing, string path, ProcessFailedException e, string said) => e switch
    {
        { Reason: ProcessFailureReason.NotStarted } => new PipelineException(
            "tool_missing", $"{doing} needs ffmpeg: {e.Message} Install it (apt-get install ffmpeg), or name it with tools.ffmpeg.", e),
        { Reason: ProcessFailureReason.Stalled } => new ItemException(
            "chunk_stalled", $"{doing} of '{path}' stopped making progress and was ended. Try again with fewer workers or more memory.", true, e),
        { Reason: ProcessFailureReason.WallLimit } => new ItemException(
            "chunk_timeout", $"{doing} of '{path}' did not end within {WallLimit.TotalHours:0} hours and was ended. Choose shorter chunks or a faster preset.", false, e),
        { Signal: { } signal } => new ItemException(
            "tool_crashed", $"{doing} of '{path}': ffmpeg was ended by signal {signal}: {said}. Try again; when it stays so, the file is poison for this ffmpeg.", true, e),
        _ => new ItemException(
            "chunk_failed", $"{doing} of '{path}' failed: {said.TrimEnd('.')}. The file is damaged there; check that it plays.", false, e),
    };
}
