using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Reelmill.Core;
using Reelmill.Media.Formats.Mp4;
using Reelmill.Media.Hls.Encoders;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>An encoded AAC track, followed by frames of silence that are repeated as long as needed.</summary>
internal sealed class AudioTrackFile : IDisposable
{
    /// <summary>The number of samples in an AAC frame.</summary>
    public const int FrameSamples = 1024;

    private readonly SafeFileHandle _file;
    private readonly IReadOnlyList<Mp4Sample> _samples;

    private AudioTrackFile(SafeFileHandle file, byte[] init, Track track, IReadOnlyList<Mp4Sample> samples) =>
        (_file, Init, Track, _samples) = (file, init, track, samples);

    /// <summary>The initialization segment.</summary>
    public byte[] Init { get; }

    public Track Track { get; }

    /// <summary>The end of the audio without the appended silence, in seconds of the encoder's timeline.</summary>
    public double End => ToSeconds(_samples[^1].DecodeTime + _samples[^1].Duration - AudioTrack.SilencePaddingSamples);

    /// <summary>A frame of silence: the last but one, since the last may be short.</summary>
    private Mp4Sample SilentFrame => _samples[Math.Max(0, _samples.Count - 2)];

    /// <summary>Opens a file and reads the sample table, not the audio data.</summary>
    /// <exception cref="ItemException"><c>encode_failed</c>: the encoded file cannot be read.</exception>
    public static AudioTrackFile Open(string path)
    {
        var file = File.OpenHandle(path);
        try
        {
            var init = FragmentedFile.ReadInit(file);
            var tracks = InitSegment.Parse(init);
            var samples = FragmentedFile.ReadFragments(file, tracks).SelectMany(static f => f.Samples).ToArray();
            return samples.Length > 0 ? new AudioTrackFile(file, init, tracks[0], samples) : throw new Mp4Exception("the file has no audio");
        }
        catch (Mp4Exception e)
        {
            file.Dispose();
            throw new ItemException("encode_failed", $"Reading the encoded audio {Path.GetFileName(path)}: {e.Message}. Retry; if the error persists, report it with the source file.", false, e);
        }
    }

    /// <summary>
    /// Moves the frames to the stream's timeline and splits them at the frames nearest to the video's segment
    /// boundaries.
    /// </summary>
    /// <param name="span">The time range of the stream, in seconds of the encoder's timeline.</param>
    /// <param name="plan">The segments of the video.</param>
    /// <param name="primed">Whether the frame before the start is kept, which a decoder needs to decode the first frame exactly.</param>
    public IReadOnlyList<IReadOnlyList<Mp4Sample>> SplitIntoSegments(StreamSpan span, SegmentPlan plan, bool primed)
    {
        var frames = SelectFrames(span, primed);
        var segments = new List<IReadOnlyList<Mp4Sample>>();
        for (var (i, next) = (0, 0); i < plan.Count && next < frames.Count; i++)
        {
            var (first, end) = (next, (plan.GetEnd(i) * Track.Timescale) - (FrameSamples / 2));
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

    /// <summary>Writes frames as one fragment.</summary>
    public void Write(IBufferWriter<byte> output, uint number, IReadOnlyList<Mp4Sample> frames) => FragmentWriter.Write(output, _file, number, Track.Id, frames);

    public double ToSeconds(long ticks) => (double)ticks / Track.Timescale;

    public void Dispose() => _file.Dispose();

    private List<Mp4Sample> SelectFrames(StreamSpan span, bool primed)
    {
        var start = (long)Math.Round(span.Start * Track.Timescale);
        var length = (long)Math.Round(span.Seconds * Track.Timescale);
        var frames = _samples
            .Select(s => s with { DecodeTime = s.DecodeTime - start, Duration = FrameSamples })
            .Where(s => s.DecodeTime >= (primed ? -FrameSamples : 0) && s.DecodeTime + (FrameSamples / 2) <= length)
            .ToList();
        for (var time = frames.Count > 0 ? frames[^1].DecodeTime + FrameSamples : 0; frames.Count == 0 || time + (FrameSamples / 2) <= length; time += FrameSamples)
        {
            frames.Add(SilentFrame with { DecodeTime = time, Duration = FrameSamples });
        }

        return frames;
    }
}
