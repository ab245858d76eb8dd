using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Reelmill.Core;
using Reelmill.Core.Files;

namespace Reelmill.Media.Formats.Mp4.Files;

/// <summary>
/// Writes an MP4 file from samples of other files: the samples' bytes as they are, their times exactly, the header in
/// front. Equal input gives equal bytes.
/// </summary>
internal static class Mp4Writer
{
    private const int BufferBytes = 1 << 20;
    private const long LargestPlain = uint.MaxValue - (64L << 20);

    /// <summary>Writes one file.</summary>
    /// <param name="target">The file, which is replaced.</param>
    /// <param name="start">The time of the source that becomes the begin of the file; what is shown earlier is kept, but hidden.</param>
    /// <param name="startBase">The unit of that time, in seconds.</param>
    /// <param name="plans">The tracks, at least one.</param>
    /// <param name="cancellationToken">Stops the write and leaves a part of the file.</param>
    /// <returns>The SHA-256 of the file, in lower-case hexadecimal, and its size in bytes.</returns>
    /// <exception cref="ItemException"><c>timeline_broken</c>; <c>source_changed</c>: a sample is not where it was.</exception>
    public static (string Sha256, long Bytes) Write(
        string target, long start, Rational startBase, IReadOnlyList<Mp4TrackPlan> plans, CancellationToken cancellationToken = default)
    {
        Mp4Tables[] tracks = [.. plans.Select(static p => new Mp4Tables(p))];
        if (tracks.Any(static t => t.Deltas.Any(static d => d < 0)))
        {
            throw new ItemException("timeline_broken", $"Writing '{Path.GetFileName(target)}': the source's times of decoding go back, as where an edit list cuts inside a group of pictures. Use --processor encode: it gives just what is shown.");
        }

        if (tracks.Any(static t => t.Deltas.Any(static d => d > int.MaxValue)))
        {
            throw new ItemException("timeline_broken", $"Writing '{Path.GetFileName(target)}': the source's times jump by hours. Cut what lies before the jump and what lies after it with --start and --end.");
        }

        var (order, bytes) = Mp4Layout.Arrange(tracks);
        var movie = new Mp4Movie(tracks, start, startBase);
        var large = bytes > LargestPlain;
        var header = Header(movie, bytes, large);
        using var output = File.OpenHandle(target, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.None, header.Length + bytes);
        using var copy = new Copy(output);
        copy.Add(header.Span);
        foreach (var (track, group) in order)
        {
            cancellationToken.ThrowIfCancellationRequested();
            copy.Add(track, group);
        }

        return copy.Finish();
    }

    private static ReadOnlyMemory<byte> Header(Mp4Movie movie, long bytes, bool large)
    {
        var box = new BoxBuilder();
        var type = box.Box("ftyp", () => box.Text("isom").U32(512).Text("isomiso2mp41")).Finish();
        var dataHeader = large ? 16 : 8;

        // The header's size does not depend on the offsets in it.
        var size = type.Length + movie.Build(0, large).Length + dataHeader;
        var whole = new BoxBuilder().Bytes(type.Span).Bytes(movie.Build(size, large).Span);
        _ = large ? whole.U32(1).Text("mdat").U64(bytes + dataHeader) : whole.U32(bytes + dataHeader).Text("mdat");
        return whole.Finish();
    }

    /// <summary>Copies bytes to the file and hashes them on the way; neighbours in a source are read together.</summary>
    private sealed class Copy(SafeFileHandle output) : IDisposable
    {
        private readonly Dictionary<string, SafeFileHandle> _sources = new(StringComparer.Ordinal);
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        private int _filled;
        private long _written;

        public void Add(ReadOnlySpan<byte> bytes)
        {
            while (bytes.Length > 0)
            {
                var count = Math.Min(bytes.Length, Room());
                bytes[..count].CopyTo(_buffer.AsSpan(_filled));
                _filled += count;
                bytes = bytes[count..];
            }
        }

        public void Add(Mp4Tables track, Mp4Group group)
        {
            for (var i = group.First; i < group.First + group.Count;)
            {
                var begin = track.Samples[i].Position;
                long length = 0;
                for (; i < group.First + group.Count && track.Samples[i].Position == begin + length; i++)
                {
                    length += track.Samples[i].Size;
                }

                Add(track.RunOf(i - 1).Path, begin, length);
            }
        }

        public (string Sha256, long Bytes) Finish()
        {
            Flush();
            return (Convert.ToHexStringLower(_hash.GetHashAndReset()), _written);
        }

        public void Dispose()
        {
            foreach (var source in _sources.Values)
            {
                source.Dispose();
            }

            _hash.Dispose();
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        private void Add(string path, long position, long length)
        {
            if (!_sources.TryGetValue(path, out var source))
            {
                _sources.Add(path, source = RegularFile.Open(path));
            }

            while (length > 0)
            {
                var count = (int)Math.Min(length, Room());
                var read = RandomAccess.Read(source, _buffer.AsSpan(_filled, count), position);
                if (read == 0)
                {
                    throw new ItemException("source_changed", $"Copying from '{path}': it ends before a packet that its index names. It is cut off, or changed while it was read; check the file and run the command again.");
                }

                _filled += read;
                position += read;
                length -= read;
            }
        }

        private int Room()
        {
            if (_filled == BufferBytes)
            {
                Flush();
            }

            return BufferBytes - _filled;
        }

        private void Flush()
        {
            _hash.AppendData(_buffer, 0, _filled);
            RandomAccess.Write(output, _buffer.AsSpan(0, _filled), _written);
            _written += _filled;
            _filled = 0;
        }
    }
}
