using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Formats.H264;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>Reads the parameter sets and SEI messages of a whole H.264 stream without decoding it.</summary>
internal sealed class ParameterSetScanner(ProcessLauncher launcher, string ffmpeg)
{
    private const int SupplementalInformation = 6;
    private const int DisplayOrientation = 47;

    /// <summary>
    /// The maximum number of bytes to read: captions take about 10 MB an hour, and a stream with more is not worth the
    /// time.
    /// </summary>
    private const int MaxBytes = 64 << 20;

    private static readonly TimeSpan WallLimit = TimeSpan.FromMinutes(10);

    /// <summary>Whether frame size, sample aspect ratio, cropping and color stay constant, and no SEI message rotates a frame.</summary>
    public async Task<bool> AreConstantAsync(MediaInfo media, CancellationToken cancellationToken)
    {
        var spec = new ProcessSpec(
            ffmpeg,
            [
                "-nostdin", "-v", "error", .. InputGuard.Arguments(media.Path),
                "-map", FormattableString.Invariant($"0:{media.RequireVideo().Index}"), "-c", "copy",
                "-bsf:v", "h264_mp4toannexb,filter_units=pass_types=6-7", "-f", "h264", "pipe:1",
            ])
        { WallLimit = WallLimit };
        try
        {
            var bytes = (await launcher.RunAsync(spec, MaxBytes, cancellationToken).ConfigureAwait(false)).Bytes;
            return AreConstant(bytes.Span);
        }
        catch (ProcessFailedException)
        {
            return false;
        }
    }

    private static bool AreConstant(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> first = default;
        foreach (var unit in NalUnit.SplitStartCodes(bytes))
        {
            var content = bytes.Slice(unit.Offset, unit.Length);
            if (unit.Type == SupplementalInformation && HasDisplayOrientation(content[1..]))
            {
                return false;
            }

            if (unit.Type == NalUnit.SequenceParameterSet)
            {
                if (!first.IsEmpty && !first.SequenceEqual(content))
                {
                    return false;
                }

                first = content;
            }
        }

        return !first.IsEmpty;
    }

    /// <summary>Whether one of the SEI messages is a display orientation (ITU-T H.264, 7.3.2.3.1).</summary>
    private static bool HasDisplayOrientation(ReadOnlySpan<byte> messages)
    {
        for (var at = 0; at + 1 < messages.Length;)
        {
            var type = ReadExtendedByte(messages, ref at);
            var size = ReadExtendedByte(messages, ref at);
            if (type == DisplayOrientation)
            {
                return true;
            }

            at += size;
        }

        return false;
    }

    private static int ReadExtendedByte(ReadOnlySpan<byte> bytes, ref int at)
    {
        var number = 0;
        while (at < bytes.Length && bytes[at] == byte.MaxValue)
        {
            number += bytes[at++];
        }

        return at < bytes.Length ? number + bytes[at++] : number;
    }
}
