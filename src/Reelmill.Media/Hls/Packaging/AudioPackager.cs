using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Reelmill.Core;
using Reelmill.Media.Mp4;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Cuts encoded AAC into fMP4 segments, one fragment each, at the frames nearest to the video's cuts.</summary>
internal static class AudioPackager
{
    /// <summary>Samples of an AAC frame. What the encoder puts in front (its priming) has times before 0 and is left out: players take them for damage.</summary>
    public const int FrameSamples = 1024;

    public static async Task<PackagedTrack> PackageAsync(string name, string path, SegmentPlan video, SegmentSink sink, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(path);
        var (init, track, samples) = Read(file, path);
        var initName = $"{name}-init.mp4";
        await sink.WriteAsync(initName, init, cancellationToken).ConfigureAwait(false);
        var plan = video.Until(Seconds(track, samples[^1].DecodeTime + samples[^1].Duration));
        var segments = new List<PackagedSegment>(plan.Count);
        var next = 0;
        for (var i = 0; i < plan.Count && next < samples.Count; i++)
        {
            var (first, end) = (next, (plan.EndOf(i) * track.Timescale) - (FrameSamples / 2));
            while (next < samples.Count && (i + 1 == plan.Count || samples[next].DecodeTime < end))
            {
                next++;
            }

            if (next > first)
            {
                var part = samples.GetRange(first, next - first);
                segments.Add(await sink.WriteSegmentAsync(
                    name, segments.Count, Seconds(track, part.Sum(static s => s.Duration)), VideoPackager.Extension, Fragment(file, track, segments.Count, part), cancellationToken).ConfigureAwait(false));
            }
        }

        return new PackagedTrack(name, initName, track.Codec!, segments, []);
    }

    /// <summary>The codec of a file, and the end of its sound in seconds.</summary>
    public static (string Codec, double End) Describe(string path)
    {
        using var file = File.OpenHandle(path);
        var (_, track, samples) = Read(file, path);
        return (track.Codec!, Seconds(track, samples[^1].DecodeTime + samples[^1].Duration));
    }

    private static (byte[] Init, Track Track, List<Sample> Samples) Read(SafeFileHandle file, string path)
    {
        try
        {
            var init = FragmentedFile.ReadInit(file);
            var tracks = InitSegment.Parse(init);
            var samples = FragmentedFile.ReadFragments(file, tracks)
                .SelectMany(static f => f.Samples)
                .SkipWhile(static s => s.DecodeTime < 0)
                .ToList();
            return samples.Count > 0 ? (init, tracks[0], samples) : throw new Mp4Exception("it has no sound");
        }
        catch (Mp4Exception e)
        {
            throw new ItemException("encode_failed", $"Reading what the encoder wrote, {Path.GetFileName(path)}: {e.Message}. Try again; if it stays so, report it with this file.", false, e);
        }
    }

    private static ReadOnlyMemory<byte> Fragment(SafeFileHandle file, Track track, int index, List<Sample> samples)
    {
        var output = new ArrayBufferWriter<byte>();
        FragmentWriter.WriteHeader(output, (uint)index + 1, track.Id, samples);
        foreach (var sample in samples)
        {
            var read = RandomAccess.Read(file, output.GetSpan(sample.Size)[..sample.Size], sample.Position);
            output.Advance(read == sample.Size ? read : throw new IOException("The encoder's file was cut while it was packaged."));
        }

        return output.WrittenMemory;
    }

    private static double Seconds(Track track, long ticks) => (double)ticks / track.Timescale;
}
