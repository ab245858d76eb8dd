using System.Text;
using Reelmill.Core;
using Reelmill.Media.Ffmpeg;
using Reelmill.Processes;

namespace Reelmill.Media.Chunking;

/// <summary>Runs ffmpeg to its end and converts a failure into an exception that names the file.</summary>
internal sealed class FfmpegRunner(ProcessLauncher launcher, string ffmpeg)
{
    private const int MaxOutputBytes = 16 << 20;

    /// <summary>Arguments of every run. Progress lines keep the stall watchdog quiet while ffmpeg writes a file without output.</summary>
    private static readonly string[] Common = ["-nostdin", "-hide_banner", "-nostats", "-progress", "pipe:2", "-stats_period", "2"];

    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WallLimit = TimeSpan.FromHours(12);

    /// <summary>Runs ffmpeg.</summary>
    /// <param name="doing">The operation for messages, such as <c>Encoding chunk 3</c>.</param>
    /// <param name="path">The file for messages.</param>
    /// <param name="arguments">The arguments of ffmpeg.</param>
    /// <param name="log">Receives the lines of stderr.</param>
    /// <param name="cancellationToken">Stops ffmpeg.</param>
    /// <returns>The bytes that ffmpeg wrote to stdout.</returns>
    /// <exception cref="ItemException"><c>chunk_failed</c>, <c>chunk_timeout</c>; and the transient <c>chunk_stalled</c> and <c>tool_crashed</c>.</exception>
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

    /// <summary>Runs ffmpeg for a file that it writes, and ignores stdout.</summary>
    public async Task WriteAsync(string doing, string path, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        await RunAsync(doing, path, arguments, new DecodeLog(null), cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Creates a log for decoding a chunk. After a seek to a keyframe that is not an IDR frame, an H.264 stream may unmark
    /// reference frames from before the keyframe. ffmpeg reports this as an error, but no decoded frame is affected.
    /// </summary>
    public static DecodeLog CreateLog(ChunkRange range) => new(null, ignoredError: range.SeekPts is null ? null : "mmco: unref short failure");

    /// <summary>Parses the line <c>SHA256=...</c> that ends the output of ffmpeg's hash muxer.</summary>
    public static string ParseSha256(ReadOnlyMemory<byte> output)
    {
        var text = Encoding.ASCII.GetString(output.Span).Trim();
        return text[(text.LastIndexOf('=') + 1)..];
    }

    private static Exception Failure(string doing, string path, ProcessFailedException e, string reason) => e switch
    {
        { Reason: ProcessFailureReason.NotStarted } => new PipelineException(
            "tool_missing", $"{doing} needs ffmpeg: {e.Message} Install it (apt-get install ffmpeg), or name it with tools.ffmpeg.", e),
        { Reason: ProcessFailureReason.Stalled } => new ItemException(
            "chunk_stalled", $"{doing} of '{path}' stopped making progress and was stopped. Retry with fewer workers or more memory.", true, e),
        { Reason: ProcessFailureReason.WallLimit } => new ItemException(
            "chunk_timeout", $"{doing} of '{path}' did not finish within {WallLimit.TotalHours:0} hours and was stopped. Choose shorter chunks or a faster preset.", false, e),
        { Signal: { } signal } => new ItemException(
            "tool_crashed", $"{doing} of '{path}': ffmpeg was ended by signal {signal}: {reason}. Retry; if it crashes again, this ffmpeg cannot process the file.", true, e),
        _ => new ItemException(
            "chunk_failed", $"{doing} of '{path}' failed: {reason.TrimEnd('.')}. The file is damaged there; check whether it plays.", false, e),
    };
}
