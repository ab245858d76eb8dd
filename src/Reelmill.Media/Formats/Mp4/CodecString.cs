using System.Globalization;

namespace Reelmill.Media.Formats.Mp4;

/// <summary>Derives the codec string of RFC 6381 from a sample entry.</summary>
internal static class CodecString
{
    private const int DecoderConfigTag = 4;
    private const int DecoderSpecificTag = 5;
    private const int EsDescriptorTag = 3;

    /// <summary>Parses a sample entry.</summary>
    /// <param name="entry">The sample entry of an <c>stsd</c> box.</param>
    /// <param name="headerBytes">The number of body bytes before the first child box.</param>
    /// <returns>The codec string, null for an unknown codec, and the codec configuration, empty where there is none.</returns>
    /// <exception cref="Mp4Exception">The sample entry is damaged.</exception>
    public static (string? Name, ReadOnlyMemory<byte> Configuration) Parse(BoxSpan entry, int headerBytes) => entry.Type switch
    {
        "avc1" or "avc3" => ParseAvc(entry, entry.FindChild("avcC", headerBytes).Body),
        "mp4a" => ParseAac(entry.FindChild("esds", headerBytes).Body),
        "wvtt" or "stpp" => (entry.Type, default),
        _ => (null, default),
    };

    private static (string?, ReadOnlyMemory<byte>) ParseAvc(BoxSpan entry, ReadOnlySpan<byte> configuration)
    {
        if (configuration.Length < 4)
        {
            throw new Mp4Exception("the H.264 sample entry has no 'avcC'");
        }

        return ($"{entry.Type}.{Convert.ToHexStringLower(configuration.Slice(1, 3))}", configuration.ToArray());
    }

    private static (string?, ReadOnlyMemory<byte>) ParseAac(ReadOnlySpan<byte> descriptor)
    {
        if (FindAudioConfiguration(descriptor) is not { Length: > 0 } configuration)
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

    /// <summary>Finds the AudioSpecificConfig in the descriptors (ISO/IEC 14496-1, 7.2.6) of an <c>esds</c> box; empty when there is none.</summary>
    private static ReadOnlySpan<byte> FindAudioConfiguration(ReadOnlySpan<byte> body)
    {
        var values = new BigEndianReader(body);
        if (values.Remaining < 4)
        {
            return default;
        }

        values.ReadVersionAndFlags();
        while (values.Remaining > 1)
        {
            var tag = values.ReadByte();
            var length = ReadLength(ref values);
            switch (tag)
            {
                case EsDescriptorTag:
                    values.ReadBytes(2);
                    SkipEsOptions(ref values, values.ReadByte());
                    break;
                case DecoderConfigTag:
                    values.ReadBytes(13);
                    break;
                case DecoderSpecificTag:
                    return values.ReadBytes(length);
                default:
                    values.ReadBytes(length);
                    break;
            }
        }

        return default;
    }

    private static void SkipEsOptions(ref BigEndianReader values, byte flags)
    {
        values.ReadBytes((flags & 0x80) != 0 ? 2 : 0);
        values.ReadBytes((flags & 0x40) != 0 ? values.ReadByte() : 0);
        values.ReadBytes((flags & 0x20) != 0 ? 2 : 0);
    }

    private static int ReadLength(ref BigEndianReader values)
    {
        var length = 0;
        for (var i = 0; i < 4; i++)
        {
            var part = values.ReadByte();
            length = (length << 7) | (part & 0x7F);
            if ((part & 0x80) == 0)
            {
                break;
            }
        }

        return length;
    }
}
