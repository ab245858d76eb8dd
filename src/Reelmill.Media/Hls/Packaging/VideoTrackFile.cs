using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Reelmill.Core;
using Reelmill.Media.Formats.Mp4;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>An encoded video in one or more consecutive files, in which every fragment begins with a keyframe.</summary>
internal sealed class VideoTrackFile : IDisposable
{
    private readonly List<SafeFileHandle> _handles = [];
    private readonly List<VideoFragment> _fragments = [];

    private VideoTrackFile()
    {
    }

    /// <summary>The initialization segment.</summary>
    public byte[] Init { get; private set; } = [];

    public Track Track { get; private set; } = null!;

    /// <summary>The fragments in order.</summary>
    public IReadOnlyList<VideoFragment> Fragments => _fragments;

    /// <summary>The keyframe times in seconds.</summary>
    public IReadOnlyList<double> KeyframeTimes => [.. _fragments.Select(f => ToSeconds(f.Samples[0].Time))];

    /// <summary>The number of frames.</summary>
    public int FrameCount => _fragments.Sum(static f => f.Samples.Count);

    /// <summary>The time from the first frame to the end of the last in presentation order, in seconds.</summary>
    public StreamSpan Span => new(ToSeconds(_fragments[0].Samples[0].Time), ToSeconds(_fragments[^1].Samples.Max(static s => s.Time + s.Duration)));

    /// <summary>The reorder depth: the maximum number of frames that are decoded before a frame and presented after it.</summary>
    public int ReorderDepth => FrameRetimer.MeasureReorderDepth([.. _fragments.SelectMany(static f => f.Samples)]);

    /// <summary>Opens the files and reads the sample tables, not the frame data.</summary>
    /// <exception cref="ItemException"><c>encode_failed</c>: an encoded file cannot be read, or the files do not match.</exception>
    public static VideoTrackFile Open(IEnumerable<string> paths)
    {
        var file = new VideoTrackFile();
        try
        {
            foreach (var path in paths)
            {
                file.Add(path);
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Moves the frames to the stream's timeline.</summary>
    /// <param name="span">The time range of the stream, in seconds of the encoder's timeline.</param>
    /// <param name="depth">The maximum reorder depth of all renditions.</param>
    public void Retime(StreamSpan span, int depth)
    {
        var samples = FrameRetimer.Retime([.. _fragments.SelectMany(static f => f.Samples)], ToTicks(span.Start), ToTicks(span.End), depth);
        for (var (i, first) = (0, 0); i < _fragments.Count; first += _fragments[i++].Samples.Count)
        {
            _fragments[i] = _fragments[i] with { Samples = samples[first..(first + _fragments[i].Samples.Count)] };
        }
    }

    public double ToSeconds(long ticks) => (double)ticks / Track.Timescale;

    public void Dispose() => _handles.ForEach(static h => h.Dispose());

    private long ToTicks(double seconds) => (long)Math.Round(seconds * Track.Timescale);

    private void Add(string path)
    {
        try
        {
            var handle = File.OpenHandle(path);
            _handles.Add(handle);
            var init = FragmentedFile.ReadInit(handle);
            var tracks = InitSegment.Parse(init);
            if (Track is null)
            {
                (Init, Track) = (init, tracks[0]);
            }
            else if (!Track.Configuration.Span.SequenceEqual(tracks[0].Configuration.Span))
            {
                throw new Mp4Exception("the codec configuration differs from that of the part before it");
            }

            _fragments.AddRange(FragmentedFile.ReadFragments(handle, tracks).Select(f => f.Samples[0].IsSync
                ? new VideoFragment(handle, f.Samples)
                : throw new Mp4Exception("a fragment does not begin with a keyframe")));
        }
        catch (Mp4Exception e)
        {
            throw new ItemException("encode_failed", $"Reading the encoded video {Path.GetFileName(path)}: {e.Message}. Retry; if the error persists, report it with the source file.", false, e);
        }
    }
}

/// <summary>The frames from one keyframe to the next.</summary>
/// <param name="File">The file that contains the frames.</param>
/// <param name="Samples">The frames in decode order.</param>
internal sealed record VideoFragment(SafeFileHandle File, IReadOnlyList<Mp4Sample> Samples)
{
    /// <summary>The size of the fragment with its header.</summary>
    public long Bytes => FragmentWriter.HeaderBytes(Samples.Count) + Samples.Sum(static s => (long)s.Size);

    /// <summary>The size from the start of the fragment to the end of the keyframe.</summary>
    public long KeyframeBytes => FragmentWriter.HeaderBytes(Samples.Count) + Samples[0].Size;

    /// <summary>Writes the fragment with a sequence number, from 1.</summary>
    public void Write(IBufferWriter<byte> output, uint number, uint track) => FragmentWriter.Write(output, File, number, track, Samples);

    /// <summary>Returns a writer that shifts the decode times by an offset in ticks.</summary>
    public Action<IBufferWriter<byte>> CreateShiftedWriter(long offset, uint number, uint track) =>
        output => FragmentWriter.Write(output, File, number, track, [.. Samples.Select(s => s with { DecodeTime = s.DecodeTime + offset })]);
}
