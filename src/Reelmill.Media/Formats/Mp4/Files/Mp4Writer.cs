using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Reelmill.Core;
using Reelmill.Core.Files;

namespace Reelmill.Media.Formats.Mp4.Files;

/// <summary>
/// Writes an MP4 file from samples of other files (a remux): samples unchanged, times exact, <c>moov</c> before <c>mdat</c>.
/// The output is deterministic.
/// </summary>
internal static class Mp4Writer
{
    private const int BufferBytes = 1 << 20;
    private const long MaxDataOf32BitOffsets = uint.MaxValue - (64L << 20);

    /// <summary>Writes one MP4 file.</summary>
    /// <param name="target">The output file, which is replaced.</param>
    /// <param name="start">The time in the source that becomes time 0 of the file; earlier samples are kept but hidden.</param>
    /// <param name="startBase">The time base of <paramref name="start"/>, in seconds.</param>
    /// <param name="plans">The tracks, at least one.</param>
    /// <param name="cancellationToken">Cancels the write and leaves an incomplete file.</param>
    /// <returns>The SHA-256 of the file, in lower-case hexadecimal, and its size in bytes.</returns>
    /// <exception cref="ItemException"><c>timeline_broken</c>: decoding times decrease or jump by hours; <c>source_changed</c>: a source file lacks a sample.</exception>
    public static (string Sha256, long Bytes) Write(
        string target, long start, Rational startBase, IReadOnlyList<Mp4TrackPlan> plans, CancellationToken cancellationToken = default)
    {
        Mp4TrackSamples[] tracks = [.. plans.Select(static p => new Mp4TrackSamples(p))];
        if (tracks.Any(static t => t.Deltas.Any(static d => d < 0)))
        {
            throw new ItemException("timeline_broken", $"Writing '{Path.GetFileName(target)}': the decoding times of the source decrease, as where an edit list cuts inside a GOP. Use --processor encode, which writes the shown frames only.");
        }

        if (tracks.Any(static t => t.Deltas.Any(static d => d > int.MaxValue)))
        {
            throw new ItemException("timeline_broken", $"Writing '{Path.GetFileName(target)}': the timestamps of the source jump by hours. Cut the parts before and after the jump separately, with --start and --end.");
        }

        var (order, bytes) = Mp4Interleaver.Interleave(tracks);
        var movie = new Mp4MovieBox(tracks, start, startBase);
        var large = bytes > MaxDataOf32BitOffsets;
        var header = BuildHeader(movie, bytes, large);
        using var output = File.OpenHandle(target, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.None, header.Length + bytes);
        using var copier = new HashingCopier(output);
        copier.Add(header.Span);
        foreach (var (track, chunk) in order)
        {
            cancellationToken.ThrowIfCancellationRequested();
            copier.Add(track, chunk);
        }

        return copier.Finish();
    }

    private static ReadOnlyMemory<byte> BuildHeader(Mp4MovieBox movie, long bytes, bool large)
    {
        var box = new BoxBuilder();
        var type = box.Box("ftyp", () => box.Ascii("isom").U32(512).Ascii("isomiso2mp41")).Build();
        var dataHeader = large ? 16 : 8;

        // The size of the header does not depend on the chunk offsets, so a build with offset 0 measures it.
        var size = type.Length + movie.Build(0, large).Length + dataHeader;
        var whole = new BoxBuilder().Bytes(type.Span).Bytes(movie.Build(size, large).Span);
        _ = large ? whole.U32(1).Ascii("mdat").U64(bytes + dataHeader) : whole.U32(bytes + dataHeader).Ascii("mdat");
        return whole.Build();
    }

    /// <summary>Copies samples to the output and hashes them in passing. Reads adjacent samples of a source in one piece.</summary>
    private sealed class HashingCopier(SafeFileHandle output) : IDisposable
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
                var count = Math.Min(bytes.Length, GetFreeBytes());
                bytes[..count].CopyTo(_buffer.AsSpan(_filled));
                _filled += count;
                bytes = bytes[count..];
            }
        }

        public void Add(Mp4TrackSamples track, Mp4SampleChunk chunk)
        {
            for (var i = chunk.First; i < chunk.First + chunk.Count;)
            {
                var position = track.Samples[i].Position;
                long length = 0;
                for (; i < chunk.First + chunk.Count && track.Samples[i].Position == position + length; i++)
                {
                    length += track.Samples[i].Size;
                }

                Add(track.GetRun(i - 1).Path, position, length);
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
                var count = (int)Math.Min(length, GetFreeBytes());
                var read = RandomAccess.Read(source, _buffer.AsSpan(_filled, count), position);
                if (read == 0)
                {
                    throw new ItemException("source_changed", $"Copying from '{path}': the file ends before a sample that its header lists. It is truncated, or changed during the copy; check the file and run the command again.");
                }

                _filled += read;
                position += read;
                length -= read;
            }
        }

        private int GetFreeBytes()
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
