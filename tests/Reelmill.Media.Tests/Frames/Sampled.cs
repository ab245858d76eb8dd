using Reelmill.Media.Frames;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Tests.Frames;

/// <summary>The sampled frames of a file, copied out of their pooled memory.</summary>
internal static class Sampled
{
    private static readonly FrameDecoder Decoder = new(new ProcessLauncher(), "ffmpeg", new ProbeLimits());

    public static Task<MediaInfo> ProbeAsync(string path) => new Prober(new ProcessLauncher()).ProbeAsync(path, CancellationToken.None);

    public static async Task<List<Sample>> AllAsync(string path, SamplingOptions sampling)
    {
        var samples = new List<Sample>();
        await foreach (var frame in Decoder.DecodeAsync(path, await ProbeAsync(path), sampling, null, CancellationToken.None))
        {
            using (frame)
            {
                samples.Add(Sample.Of(frame));
            }
        }

        return samples;
    }

    public static async Task<Sample?> OneAsync(string path, SamplingOptions sampling, long timeMs)
    {
        using var frame = await Decoder.DecodeOneAsync(path, await ProbeAsync(path), sampling, timeMs, static _ => true, CancellationToken.None);
        return frame is null ? null : Sample.Of(frame);
    }
}

/// <summary>A sampled frame.</summary>
internal sealed record Sample(long TimeMs, int Width, int Height, byte[] Pixels)
{
    public static Sample Of(VideoFrame frame) => new(frame.TimeMs, frame.Width, frame.Height, frame.Pixels.ToArray());
}
