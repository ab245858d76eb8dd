using Reelmill.Media.Frames;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Tests.Frames;

/// <summary>Samples the frames of a file and copies them out of pooled memory.</summary>
internal static class FrameSamples
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
                samples.Add(Sample.From(frame));
            }
        }

        return samples;
    }

    public static async Task<Sample?> OneAsync(string path, SamplingOptions sampling, long timeMs)
    {
        using var frame = await Decoder.DecodeOneAsync(path, await ProbeAsync(path), sampling, timeMs, static _ => true, CancellationToken.None);
        return frame is null ? null : Sample.From(frame);
    }
}

/// <summary>A sampled frame.</summary>
internal sealed record Sample(long TimeMs, int Width, int Height, byte[] Pixels)
{
    public static Sample From(VideoFrame frame) => new(frame.TimeMs, frame.Width, frame.Height, frame.Pixels.ToArray());
}
