using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Reelmill.Core;
using Reelmill.Media.Mp4;

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
    public IReadOnlyList<double> KeyTimes => [.. _fragments.Select(f => Seconds(f.Content.Samples[0].Time))];

    /// <summary>How many pictures there are.</summary>
    public int Pictures => _fragments.Sum(static f => f.Content.Samples.Count);

    /// <summary>The end of the picture that is shown last, in seconds.</summary>
    public double End => Seconds(_fragments[^1].Content.Samples.Max(static s => s.Time + s.Duration));

    /// <summary>Opens the files and reads all but their pictures.</summary>
    /// <exception cref="ItemException"><c>encode_failed</c>: what the encoder wrote cannot be read, or does not fit together.</exception>
    public static VideoTrackFile Open(IReadOnlyList<string> paths)
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

    public double Seconds(long ticks) => (double)ticks / Track.Timescale;

    public void Dispose() => _handles.ForEach(static h => h.Dispose());

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
                ? new VideoFragment(handle, f)
                : throw new Mp4Exception("it has a fragment that does not begin with a key frame")));
        }
        catch (Mp4Exception e)
        {
            throw new ItemException("encode_failed", $"Reading what the encoder wrote, {Path.GetFileName(path)}: {e.Message}. Try again; if it stays so, report it with this file.", false, e);
        }
    }
}

/// <summary>A fragment and the file that it is in.</summary>
internal sealed record VideoFragment(SafeFileHandle File, MovieFragment Content)
{
    /// <summary>Where the number of a fragment stands: behind the headers of <c>moof</c> and <c>mfhd</c> and the latter's version.</summary>
    private const int NumberOffset = 20;

    /// <summary>Reads it, as the fragment of a number from 1.</summary>
    public void Read(uint number, Span<byte> bytes)
    {
        for (var read = 0; read < bytes.Length;)
        {
            var more = RandomAccess.Read(File, bytes[read..], Content.Position + read);
            read += more > 0 ? more : throw new IOException("The encoder's file was cut while it was packaged.");
        }

        BinaryPrimitives.WriteUInt32BigEndian(bytes[NumberOffset..], number);
    }
}
