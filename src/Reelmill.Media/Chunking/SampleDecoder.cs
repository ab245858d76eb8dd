using System.Globalization;
using Reelmill.Media.Ffmpeg;

namespace Reelmill.Media.Chunking;

/// <summary>Decodes a section of video to thumbnails of its frames with their times.</summary>
internal sealed class SampleDecoder(FfmpegRunner ffmpeg)
{
    /// <summary>Decodes a section.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="input">The arguments that select the input.</param>
    /// <param name="stream">ffmpeg's stream specifier of the video.</param>
    /// <param name="filters">Filters that select frames, each followed by a comma.</param>
    /// <param name="maxFrames">The maximum number of frames.</param>
    /// <param name="cancellationToken">Stops ffmpeg.</param>
    public async Task<DecodedSample> DecodeAsync(
        string path, IEnumerable<string> input, string stream, string filters, int maxFrames, CancellationToken cancellationToken)
    {
        var log = new DecodeLog(null);
        var bytes = await RunAsync(path, [.. input, "-map", stream, .. Output(filters, maxFrames)], log, cancellationToken).ConfigureAwait(false);
        var frames = new List<SampleFrame>();
        while (log.Headers.TryRead(out var header) && (frames.Count + 1) * SampleFrame.Bytes <= bytes.Length)
        {
            frames.Add(new SampleFrame(header.Pts, bytes.Slice(frames.Count * SampleFrame.Bytes, SampleFrame.Bytes)));
        }

        return new DecodedSample(frames, frames.Count > 0 ? log.TimeBase : default, log.FirstError);
    }

    /// <summary>Decodes; a decoder that fails gives no frame, and its error is in the log.</summary>
    private async Task<ReadOnlyMemory<byte>> RunAsync(string path, IEnumerable<string> arguments, DecodeLog log, CancellationToken cancellationToken)
    {
        try
        {
            return await ffmpeg.RunAsync("Comparing decoded frames", path, ["-v", "level+info", "-threads", "1", .. arguments], log, cancellationToken).ConfigureAwait(false);
        }
        catch (Core.ItemException e) when (e is { IsTransient: false, Code: "chunk_failed" })
        {
            return default;
        }
    }

    private static string[] Output(string filters, int maxFrames) =>
    [
        "-filter:v", string.Create(CultureInfo.InvariantCulture, $"{filters}scale={SampleFrame.Side}:{SampleFrame.Side}:flags=area,format=gray,showinfo=checksum=0"),
        "-frames:v", maxFrames.ToString(CultureInfo.InvariantCulture),
        "-fps_mode", "passthrough", "-c:v", "rawvideo", "-f", "rawvideo", "pipe:1",
    ];
}
