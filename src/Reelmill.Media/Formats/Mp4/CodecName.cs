using System.Globalization;

namespace Reelmill.Media.Formats.Mp4;

/// <summary>Names a codec as RFC 6381 does, from the configuration in a sample entry.</summary>
internal static class CodecName
{
    private const int DecoderConfigTag = 4;
    private const int DecoderSpecificTag = 5;
    private const int StreamTag = 3;

    public static (string? Name, ReadOnlyMemory<byte> Configuration) Of(BoxSpan entry, int headerBytes) => entry.Type switch
    {
        "avc1" or "avc3" => Avc(entry, entry.Child("avcC", headerBytes).Body),
        "mp4a" => Aac(entry.Child("esds", headerBytes).Body),
        "wvtt" or "stpp" => (entry.Type, default),
        _ => (null, default),
    };

    private static (string?, ReadOnlyMemory<byte>) Avc(BoxSpan entry, ReadOnlySpan<byte> configuration)
    {
        if (configuration.Length < 4)
        {
            throw new Mp4Exception("it has H.264 without a configuration");
        }

        return ($"{entry.Type}.{Convert.ToHexStringLower(configuration.Slice(1, 3))}", configuration.ToArray());
    }

    private static (string?, ReadOnlyMemory<byte>) Aac(ReadOnlySpan<byte> descriptor)
    {
        if (AudioConfiguration(descriptor) is not { Length: > 0 } configuration)
        {
            return ("mp4a", default);
        }

        var type = configuration[0] >> 3;
        if (type == 31 && configuration.Length > 1)
        {
            type = 32 + ((configuration[0] & 7) << 3) + (configuration[1] >> 5);
        }

        return (string.Create(CultureInfo.InvariantCulture, $"mp4a.40.{type}"), configuration.ToArray());
    }

    /// <summary>The AudioSpecificConfig inside the descriptors (ISO/IEC 14496-1, 7.2.6) of an <c>esds</c>.</summary>
    private static ReadOnlySpan<byte> AudioConfiguration(ReadOnlySpan<byte> body)
    {
        var values = new ByteCursor(body);
        if (values.Left < 4)
        {
            return default;
        }

        values.Full();
        while (values.Left > 1)
        {
            var tag = values.Byte();
            var length = Length(ref values);
            switch (tag)
            {
                case StreamTag:
                    values.Take(2);
                    SkipStreamOptions(ref values, values.Byte());
                    break;
                case DecoderConfigTag:
                    values.Take(13);
                    break;
                case DecoderSpecificTag:
                    return values.Take(length);
                default:
                    values.Take(length);
                    break;
            }
        }

        return default;
    }

    private static void SkipStreamOptions(ref ByteCursor values, byte flags)
    {
        values.Take((flags & 0x80) != 0 ? 2 : 0);
        values.Take((flags & 0x40) != 0 ? values.Byte() : 0);
        values.Take((flags & 0x20) != 0 ? 2 : 0);
    }

    private static int Length(ref ByteCursor values)
    {
        var length = 0;
        for (var i = 0; i < 4; i++)
        {
            var part = values.Byte();
            length = (length << 7) | (part & 0x7F);
            if ((part & 0x80) == 0)
            {
                break;
            }
        }

        return length;
    }
}
