using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Formats.H264;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>Reads what an H.264 stream says of its frames from begin to end, without decoding it.</summary>
internal sealed class ParameterSets(ProcessLauncher launcher, string ffmpeg)
{
    private const int SupplementalInformation = 6;
    private const int DisplayOrientation = 47;

    /// <summary>Captions take some 10 MB an hour; a stream that has more is not worth looking through.</summary>
    private const int MostBytes = 64 << 20;

    private static readonly TimeSpan WallLimit = TimeSpan.FromMinutes(10);

    /// <summary>Whether size, shape, cropping and color stay as they are at the begin, and no frame is turned.</summary>
    public async Task<bool> StayAsync(MediaInfo media, CancellationToken cancellationToken)
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
            var bytes = (await launcher.RunAsync(spec, MostBytes, cancellationToken).ConfigureAwait(false)).Bytes;
            return Stay(bytes.Span);
        }
        catch (ProcessFailedException)
        {
            return false;
        }
    }

    private static bool Stay(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> first = default;
        foreach (var unit in NalUnit.SplitAnnexB(bytes))
        {
            var content = bytes.Slice(unit.Offset, unit.Length);
            if (unit.Type == SupplementalInformation && Turns(content[1..]))
            {
                return false;
            }

            if (unit.Type == NalUnit.SpsType)
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

    /// <summary>Whether one of the messages is a display orientation (ITU-T H.264, 7.3.2.3.1).</summary>
    private static bool Turns(ReadOnlySpan<byte> messages)
    {
        for (var at = 0; at + 1 < messages.Length;)
        {
            var type = Number(messages, ref at);
            var size = Number(messages, ref at);
            if (type == DisplayOrientation)
            {
                return true;
            }

            at += size;
        }

        return false;
    }

    private static int Number(ReadOnlySpan<byte> bytes, ref int at)
    {
        var number = 0;
        while (at < bytes.Length && bytes[at] == byte.MaxValue)
        {
            number += bytes[at++];
        }

        return at < bytes.Length ? number + bytes[at++] : number;
    }
}
