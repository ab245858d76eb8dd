using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Reelmill.Core;
using Reelmill.Media.Formats.Mp4;
using Reelmill.Media.Hls.Encoders;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Encoded AAC, behind which the encoder put some frames of silence: they go on for as long as they are needed.</summary>
internal sealed class AudioTrackFile : IDisposable
{
    /// <summary>Samples of an AAC frame.</summary>
    public const int FrameSamples = 1024;

    private readonly SafeFileHandle _file;
    private readonly IReadOnlyList<Mp4Sample> _samples;

    private AudioTrackFile(SafeFileHandle file, byte[] init, Track track, IReadOnlyList<Mp4Sample> samples) =>
        (_file, Init, Track, _samples) = (file, init, track, samples);

    /// <summary>What players read first.</summary>
    public byte[] Init { get; }

    public Track Track { get; }

    /// <summary>The end of the sound itself, in seconds of the encoder's clock.</summary>
    public double End => Seconds(_samples[^1].DecodeTime + _samples[^1].Duration - AudioTrack.SilentSamples);

    /// <summary>A frame of nothing but silence: the one before the last, which may be cut.</summary>
    private Mp4Sample Silence => _samples[Math.Max(0, _samples.Count - 2)];

    /// <summary>Opens a file and reads all but its sound.</summary>
    /// <exception cref="ItemException"><c>encode_failed</c>: what the encoder wrote cannot be read.</exception>
    public static AudioTrackFile Open(string path)
    {
        var file = File.OpenHandle(path);
        try
        {
            var init = FragmentedFile.ReadInit(file);
            var tracks = InitSegment.Parse(init);
            var samples = FragmentedFile.ReadFragments(file, tracks).SelectMany(static f => f.Samples).ToArray();
            return samples.Length > 0 ? new AudioTrackFile(file, init, tracks[0], samples) : throw new Mp4Exception("it has no sound");
        }
        catch (Mp4Exception e)
        {
            file.Dispose();
            throw new ItemException("encode_failed", $"Reading what the encoder wrote, {Path.GetFileName(path)}: {e.Message}. Try again; if it stays so, report it with this file.", false, e);
        }
    }

    /// <summary>The frames of a stream on its clock, in runs that end at the frames nearest to the video's cuts.</summary>
    /// <param name="span">What becomes the stream, in the encoder's seconds.</param>
    /// <param name="plan">The video's cuts.</param>
    /// <param name="primed">Whether the frame before the first is kept, which a decoder needs for the first to be exact.</param>
    public IReadOnlyList<IReadOnlyList<Mp4Sample>> Segments(StreamSpan span, SegmentPlan plan, bool primed)
    {
        var frames = Frames(span, primed);
        var segments = new List<IReadOnlyList<Mp4Sample>>();
        for (var (i, next) = (0, 0); i < plan.Count && next < frames.Count; i++)
        {
            var (first, end) = (next, (plan.EndOf(i) * Track.Timescale) - (FrameSamples / 2));
            while (next < frames.Count && (i + 1 == plan.Count || frames[next].DecodeTime < end))
            {
                next++;
            }

            if (next > first)
            {
                segments.Add(frames[first..next]);
            }
        }

        return segments;
    }

    /// <summary>Writes a fragment.</summary>
    public void Write(IBufferWriter<byte> output, uint number, IReadOnlyList<Mp4Sample> frames) => FragmentWriter.Write(output, _file, number, Track.Id, frames);

    public double Seconds(long ticks) => (double)ticks / Track.Timescale;

    public void Dispose() => _file.Dispose();

    private List<Mp4Sample> Frames(StreamSpan span, bool primed)
    {
        var start = (long)Math.Round(span.Start * Track.Timescale);
        var length = (long)Math.Round(span.Seconds * Track.Timescale);
        var frames = _samples
            .Select(s => s with { DecodeTime = s.DecodeTime - start, Duration = FrameSamples })
            .Where(s => s.DecodeTime >= (primed ? -FrameSamples : 0) && s.DecodeTime + (FrameSamples / 2) <= length)
            .ToList();
        for (var time = frames.Count > 0 ? frames[^1].DecodeTime + FrameSamples : 0; frames.Count == 0 || time + (FrameSamples / 2) <= length; time += FrameSamples)
        {
            frames.Add(Silence with { DecodeTime = time, Duration = FrameSamples });
        }

        return frames;
    }
}
