using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Reelmill.Core;
using Reelmill.Media.Formats.Mp4;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>An encoded video, in one file or in several that follow each other, of which every fragment begins with a key frame.</summary>
internal sealed class VideoTrackFile : IDisposable
{
    private readonly List<SafeFileHandle> _handles = [];
    private readonly List<VideoFragment> _fragments = [];

    private VideoTrackFile()
    {
    }

    /// <summary>What players read first.</summary>
    public byte[] Init { get; private set; } = [];

    public Track Track { get; private set; } = null!;

    /// <summary>The fragments in order.</summary>
    public IReadOnlyList<VideoFragment> Fragments => _fragments;

    /// <summary>The times of the key frames in seconds.</summary>
    public IReadOnlyList<double> KeyTimes => [.. _fragments.Select(f => Seconds(f.Samples[0].PresentationTime))];

    /// <summary>How many pictures there are.</summary>
    public int Pictures => _fragments.Sum(static f => f.Samples.Count);

    /// <summary>From the first frame to the end of the one that is shown last, in seconds.</summary>
    public StreamSpan Span => new(Seconds(_fragments[0].Samples[0].PresentationTime), Seconds(_fragments[^1].Samples.Max(static s => s.PresentationTime + s.Duration)));

    /// <summary>How many frames are at most decoded ahead of one that is shown before them.</summary>
    public int Depth => FrameTimes.DepthOf([.. _fragments.SelectMany(static f => f.Samples)]);

    /// <summary>Opens the files and reads all but their pictures.</summary>
    /// <exception cref="ItemException"><c>encode_failed</c>: what the encoder wrote cannot be read, or does not fit together.</exception>
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

    /// <summary>Puts the frames on the clock of the stream.</summary>
    /// <param name="span">What becomes the stream, in the encoder's seconds.</param>
    /// <param name="depth">The depth of all renditions.</param>
    public void Retime(StreamSpan span, int depth)
    {
        var samples = FrameTimes.Of([.. _fragments.SelectMany(static f => f.Samples)], TicksOf(span.Start), TicksOf(span.End), depth);
        for (var (i, first) = (0, 0); i < _fragments.Count; first += _fragments[i++].Samples.Count)
        {
            _fragments[i] = _fragments[i] with { Samples = samples[first..(first + _fragments[i].Samples.Count)] };
        }
    }

    public double Seconds(long ticks) => (double)ticks / Track.Timescale;

    public void Dispose() => _handles.ForEach(static h => h.Dispose());

    private long TicksOf(double seconds) => (long)Math.Round(seconds * Track.Timescale);

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
                throw new Mp4Exception("it is configured otherwise than the part before it");
            }

            _fragments.AddRange(FragmentedFile.ReadFragments(handle, tracks).Select(f => f.Samples[0].IsSync
                ? new VideoFragment(handle, f.Samples)
                : throw new Mp4Exception("it has a fragment that does not begin with a key frame")));
        }
        catch (Mp4Exception e)
        {
            throw new ItemException("encode_failed", $"Reading what the encoder wrote, {Path.GetFileName(path)}: {e.Message}. Try again; if it stays so, report it with this file.", false, e);
        }
    }
}

/// <summary>The frames from one key frame to the next, and the file that they are in.</summary>
/// <param name="File">The file.</param>
/// <param name="Samples">The frames in decoding order.</param>
internal sealed record VideoFragment(SafeFileHandle File, IReadOnlyList<Mp4Sample> Samples)
{
    /// <summary>The bytes of the fragment with its header.</summary>
    public long Bytes => FragmentWriter.GetHeaderSize(Samples.Count) + Samples.Sum(static s => (long)s.Size);

    /// <summary>The bytes up to the end of the key frame.</summary>
    public long KeyBytes => FragmentWriter.GetHeaderSize(Samples.Count) + Samples[0].Size;

    /// <summary>Writes it, as the fragment of a number from 1.</summary>
    public void Write(IBufferWriter<byte> output, uint number, uint track) => FragmentWriter.Write(output, File, number, track, Samples);

    /// <summary>Writes it later by some ticks.</summary>
    public Action<IBufferWriter<byte>> WriterAt(long offset, uint number, uint track) =>
        output => FragmentWriter.Write(output, File, number, track, [.. Samples.Select(s => s with { DecodeTime = s.DecodeTime + offset })]);
}
