using System.Security.Cryptography;
using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Chunking;

/// <summary>Processes one chunk of a source: copies, encodes, decodes or hashes exactly its packets or frames.</summary>
/// <remarks>Safe for any number of chunks at once. The same chunk always gives the same bytes.</remarks>
/// <param name="launcher">Starts processes.</param>
/// <param name="ffmpeg">The path of ffmpeg.</param>
/// <param name="ffprobe">The path of ffprobe.</param>
/// <param name="encoding">Settings of the encoder.</param>
public sealed class ChunkWorker(ProcessLauncher launcher, string ffmpeg, string ffprobe, ChunkEncoding encoding)
{
    private readonly FfmpegRunner _ffmpeg = new(launcher, ffmpeg);
    private readonly ChunkFileWriter _files = new(new FfmpegRunner(launcher, ffmpeg), new PacketReader(launcher, ffprobe), encoding);

    /// <summary>Processes one chunk.</summary>
    /// <param name="source">The source.</param>
    /// <param name="range">The chunk.</param>
    /// <param name="work">The work on the chunk.</param>
    /// <param name="target">The path of the chunk's file; required for <see cref="ChunkWork.Copy"/> and <see cref="ChunkWork.Encode"/>.</param>
    /// <param name="cancellationToken">Stops the work; an incomplete file may be left.</param>
    /// <exception cref="ItemException">
    /// <c>chunk_failed</c>; <c>chunk_inexact</c>: the file does not have exactly the chunk's packets; <c>chunk_timeout</c>,
    /// <c>source_changed</c>, <c>timeline_broken</c>; and the transient <c>chunk_stalled</c> and <c>tool_crashed</c>.
    /// </exception>
    public async Task<ChunkResult> ProcessAsync(
        ChunkSource source, ChunkRange range, ChunkWork work, string? target, CancellationToken cancellationToken)
    {
        var result = DescribePackets(source, range);
        if (work.HasFlag(ChunkWork.Copy))
        {
            var (sha256, bytes) = await _files.CopyAsync(source, range, target!, cancellationToken).ConfigureAwait(false);
            result = result with { Sha256 = sha256, Bytes = bytes };
        }

        if (work.HasFlag(ChunkWork.Encode))
        {
            result = await _files.EncodeAsync(source, range, result, target!, cancellationToken).ConfigureAwait(false);
        }

        if (work.HasFlag(ChunkWork.Checksum) || work.HasFlag(ChunkWork.Decode))
        {
            result = await DecodeAsync(source, range, result, work, cancellationToken).ConfigureAwait(false);
        }

        return work.HasFlag(ChunkWork.Checksum)
            ? result with { PacketsSha256 = await HashPacketsAsync(source, range, cancellationToken).ConfigureAwait(false) }
            : result;
    }

    private static ChunkResult DescribePackets(ChunkSource source, ChunkRange range)
    {
        var shown = source.Index.ShownPts;
        var first = PacketIndex.LowerBound(shown, range.StartPts);
        return new ChunkResult { Frames = range.Frames, FirstPts = shown[first], LastPts = shown[first + range.Frames - 1] };
    }

    private async Task<ChunkResult> DecodeAsync(
        ChunkSource source, ChunkRange range, ChunkResult result, ChunkWork work, CancellationToken cancellationToken)
    {
        var log = FfmpegRunner.CreateLog(range);
        var hashed = work.HasFlag(ChunkWork.Checksum);
        var output = await _ffmpeg.RunAsync(
            $"Decoding chunk {range.Sequence}", source.Original, ChunkArguments.DecodeFrames(source, range, hashed, threads: 1), log, cancellationToken).ConfigureAwait(false);
        var frames = DecodedFrames.Read(log);
        return frames.ApplyTo(result) with
        {
            PicturesSha256 = hashed ? FfmpegRunner.ParseSha256(output) : null,
            Damage = result.Damage ?? log.FirstError,
        };
    }

    private async Task<string> HashPacketsAsync(ChunkSource source, ChunkRange range, CancellationToken cancellationToken)
    {
        if (source.Tracks is null)
        {
            var output = await _ffmpeg.RunAsync(
                $"Hashing chunk {range.Sequence}", source.Original, ChunkArguments.HashPackets(source, range), new DecodeLog(null), cancellationToken).ConfigureAwait(false);
            return FfmpegRunner.ParseSha256(output);
        }

        using var file = RegularFile.Open(source.Path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = Array.Empty<byte>();
        foreach (var packet in source.Index.Packets.SelectRange(range.From, range.Until, source.TimeBase))
        {
            buffer = buffer.Length < packet.Size ? new byte[packet.Size] : buffer;
            var read = await RandomAccess.ReadAsync(file, buffer.AsMemory(0, packet.Size), packet.Position, cancellationToken).ConfigureAwait(false);
            hash.AppendData(buffer.AsSpan(0, read));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
