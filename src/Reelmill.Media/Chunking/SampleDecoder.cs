using System.Globalization;
using Reelmill.Media.Ffmpeg;

namespace Reelmill.Media.Chunking;

/// <summary>Decodes a stretch of video to small prints of its frames with their times.</summary>
internal sealed class SampleDecoder(FfmpegRun ffmpeg)
{
    /// <summary>Decodes.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="input">The arguments that name the input.</param>
    /// <param name="stream">ffmpeg's name of the video in it.</param>
    /// <param name="filters">What selects frames, each filter with a comma behind it.</param>
    /// <param name="most">How many frames at most.</param>
    /// <param name="cancellationToken">Stops ffmpeg.</param>
    public async Task<Sample> DecodeAsync(
        string path, IEnumerable<string> input, string stream, string filters, int most, CancellationToken cancellationToken)
    {
        var log = new DecodeLog(null);
        var bytes = await RunAsync(path, [.. input, "-map", stream, .. Output(filters, most)], log, cancellationToken).ConfigureAwait(false);
        var frames = new List<SampleFrame>();
        while (log.Headers.TryRead(out var header) && (frames.Count + 1) * SampleFrame.Bytes <= bytes.Length)
        {
            frames.Add(new SampleFrame(header.Pts, bytes.Slice(frames.Count * SampleFrame.Bytes, SampleFrame.Bytes)));
        }

        return new Sample(frames, frames.Count > 0 ? log.TimeBase : default, log.FirstError);
    }

    /// <summary>A decoder that gives up gives no frame; its error is in the log.</summary>
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

    private static string[] Output(string filters, int most) =>
    [
        "-filter:v", string.Create(CultureInfo.InvariantCulture, $"{filters}scale={SampleFrame.Side}:{SampleFrame.Side}:flags=area,format=gray,showinfo=checksum=0"),
        "-frames:v", most.ToString(CultureInfo.InvariantCulture),
        "-fps_mode", "passthrough", "-c:v", "rawvideo", "-f", "rawvideo", "pipe:1",
    ];
}
