using Microsoft.Win32.SafeHandles;
using Reelmill.Core;
using Reelmill.Media.Mp4;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>An encoded video of which every fragment begins with a key frame.</summary>
internal sealed class VideoTrackFile : IDisposable
{
    private VideoTrackFile(SafeFileHandle handle, byte[] init, Track track, IReadOnlyList<MovieFragment> fragments)
    {
        Handle = handle;
        Init = init;
        Track = track;
        Fragments = fragments;
    }

    public SafeFileHandle Handle { get; }

    /// <summary>What players read first.</summary>
    public byte[] Init { get; }

    public Track Track { get; }

    public IReadOnlyList<MovieFragment> Fragments { get; }

    /// <summary>The times of the key frames in seconds.</summary>
    public IReadOnlyList<double> KeyTimes => [.. Fragments.Select(f => Seconds(f.Samples[0].Time))];

    /// <summary>The end of the picture that is shown last, in seconds.</summary>
    public double End => Seconds(Fragments[^1].Samples.Max(static s => s.Time + s.Duration));

    /// <summary>Opens a file and reads all but its pictures.</summary>
    /// <exception cref="ItemException"><c>encode_failed</c>: what the encoder wrote cannot be read.</exception>
    public static VideoTrackFile Open(string path)
    {
        var handle = File.OpenHandle(path);
        try
        {
            var init = FragmentedFile.ReadInit(handle);
            var tracks = InitSegment.Parse(init);
            var fragments = FragmentedFile.ReadFragments(handle, tracks).ToList();
            return fragments.TrueForAll(static f => f.Samples[0].IsSync)
                ? new VideoTrackFile(handle, init, tracks[0], fragments)
                : throw new Mp4Exception("it has a fragment that does not begin with a key frame");
        }
        catch (Mp4Exception e)
        {
            handle.Dispose();
            throw new ItemException("encode_failed", $"Reading what the encoder wrote, {Path.GetFileName(path)}: {e.Message}. Try again; if it stays so, report it with this file.", false, e);
        }
    }

    public double Seconds(long ticks) => (double)ticks / Track.Timescale;

    public void Dispose() => Handle.Dispose();
}
