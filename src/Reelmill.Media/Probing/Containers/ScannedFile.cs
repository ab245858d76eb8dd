using Microsoft.Win32.SafeHandles;
using Reelmill.Core.Files;

namespace Reelmill.Media.Probing.Containers;

/// <summary>A file whose structure is read in small pieces. Reads past the end return fewer bytes.</summary>
internal sealed class ScannedFile(string path) : IDisposable
{
    private readonly SafeFileHandle _file = RegularFile.Open(path);

    public long Length => RandomAccess.GetLength(_file);

    public byte[] Read(long position, int count)
    {
        var bytes = new byte[Math.Clamp(Length - position, 0, count)];
        var done = 0;
        while (done < bytes.Length && RandomAccess.Read(_file, bytes.AsSpan(done), position + done) is > 0 and var read)
        {
            done += read;
        }

        return done == bytes.Length ? bytes : bytes[..done];
    }

    /// <summary>Reads pieces that are spread evenly over the file, each with its position; all of a small file.</summary>
    public IEnumerable<(long Position, byte[] Bytes)> ReadSpots(int count, int size)
    {
        if (Length <= (long)count * size)
        {
            yield return (0, Read(0, (int)Length));
            yield break;
        }

        for (var i = 0; i < count; i++)
        {
            var position = (Length - size) / (count - 1) * i;
            yield return (position, Read(position, size));
        }
    }

    public void Dispose() => _file.Dispose();
}
