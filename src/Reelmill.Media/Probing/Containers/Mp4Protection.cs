using System.Buffers.Binary;
using System.Text;
using Reelmill.Media.Formats.Mp4;

namespace Reelmill.Media.Probing.Containers;

/// <summary>
/// Finds protection in the boxes of MP4: protected sample entries with their scheme (ISO/IEC 14496-12, 8.12), Common
/// Encryption (ISO/IEC 23001-7), PIFF and FairPlay. A <c>pssh</c> box alone protects nothing and does not count.
/// </summary>
internal static class Mp4Protection
{
    private const int VideoEntryHeader = 78;
    private const int AudioEntryHeader = 28;
    private const int EntriesHeader = 8;
    private const int FullHeader = 4;
    private const int UuidBytes = 16;

    private static readonly Guid PiffSamples = new("A2394F52-5A9B-4F14-A244-6C427C648DF4");
    private static readonly string[] Schemes = ["cenc", "cens", "cbc1", "cbcs", "piff", "sve1"];

    public static void ScanMovie(ReadOnlySpan<byte> movie, Mp4Scan.Findings findings)
    {
        for (var at = 0; at < movie.Length;)
        {
            var box = BoxSpan.Read(movie, at, out at);
            if (box.Type == "trak")
            {
                ScanTrack(box, findings);
            }
        }
    }

    public static void ScanFragment(ReadOnlySpan<byte> fragment, Mp4Scan.Findings findings)
    {
        for (var at = 0; at < fragment.Length;)
        {
            var box = BoxSpan.Read(fragment, at, out at);
            if (box.Type == "traf")
            {
                ScanTrackFragment(box, findings);
            }
        }
    }

    private static void ScanTrack(BoxSpan track, Mp4Scan.Findings findings)
    {
        var media = track.FindChild("mdia");
        var handler = media.Type is null ? default : media.FindChild("hdlr");
        var table = media.Type is not null && media.FindChild("minf") is { Type: not null } information ? information.FindChild("stbl") : default;
        if (table.Type is null || handler.Type is null || handler.Body.Length < 12)
        {
            return;
        }

        var kind = Encoding.Latin1.GetString(handler.Body.Slice(8, 4));
        if (kind is not ("vide" or "soun"))
        {
            return;
        }

        findings.HasTracks = true;
        findings.HasSamples |= Mp4Scan.ReadSampleCount(table) > 0;
        findings.Protection ??= FindInSamples(table) ?? FindInEntries(table.FindChild("stsd"), kind == "vide" ? VideoEntryHeader : AudioEntryHeader);
    }

    private static void ScanTrackFragment(BoxSpan fragment, Mp4Scan.Findings findings)
    {
        findings.Protection ??= FindInSamples(fragment);
        for (var at = 0; at < fragment.Body.Length;)
        {
            var box = BoxSpan.Read(fragment.Body, at, out at);
            findings.HasSamples |= box.Type == "trun" && box.Body.Length >= 8 && BinaryPrimitives.ReadUInt32BigEndian(box.Body[FullHeader..]) > 0;

            // In a media segment without its initialization segment, auxiliary information of no stated type is that of the protection.
            findings.Protection ??= box.Type == "saiz" && !findings.HasMovie && box.Body.Length >= FullHeader && (box.Body[3] & 1) == 0 ? "Common Encryption" : null;
        }
    }

    /// <summary>Finds protection in sample metadata: initialization vectors, or a sample group with a key.</summary>
    private static string? FindInSamples(BoxSpan box)
    {
        for (var at = 0; at < box.Body.Length;)
        {
            var child = BoxSpan.Read(box.Body, at, out at);
            if (child.Type == "senc"
                || (child.Type == "uuid" && child.Body.Length >= UuidBytes && new Guid(child.Body[..UuidBytes], bigEndian: true) == PiffSamples)
                || (child.Type == "saiz" && child.Body.Length >= 8 && (child.Body[3] & 1) != 0 && Schemes.Contains(Text(child.Body.Slice(FullHeader, 4)), StringComparer.Ordinal))
                || (child.Type == "sgpd" && IsProtectedGroup(child.Body)))
            {
                return "Common Encryption";
            }
        }

        return null;
    }

    /// <summary>Whether any entry of a sample group description of type <c>seig</c> marks its samples as protected.</summary>
    private static bool IsProtectedGroup(ReadOnlySpan<byte> body)
    {
        var values = new BigEndianReader(body);
        var (version, _) = values.ReadVersionAndFlags();
        if (Text(values.ReadBytes(4)) != "seig")
        {
            return false;
        }

        var length = version >= 1 ? values.ReadUInt32() : 20;
        if (version >= 2)
        {
            values.ReadBytes(4);
        }

        var isProtected = false;
        for (var left = values.ReadUInt32(); left > 0 && values.Remaining > 0; left--)
        {
            var entry = values.ReadBytes(checked((int)Math.Min(length == 0 ? values.ReadUInt32() : length, int.MaxValue)));
            isProtected |= entry.Length > 2 && entry[2] == 1;
        }

        return isProtected;
    }

    private static string? FindInEntries(BoxSpan entries, int header)
    {
        for (var at = EntriesHeader; entries.Type is not null && at < entries.Body.Length;)
        {
            var entry = BoxSpan.Read(entries.Body, at, out at);
            var scheme = FindScheme(entry.Body, header) is { Type: not null } info ? ReadScheme(info) : null;
            if (entry.Type is "drms" or "drmi" or "drmt")
            {
                return $"FairPlay ({entry.Type})";
            }

            if (scheme is not "clear" && (scheme is not null || entry.Type is "encv" or "enca"))
            {
                return $"{NameScheme(scheme)} ({scheme ?? entry.Type})";
            }
        }

        return null;
    }

    /// <summary>
    /// Finds the protection scheme among a sample entry's children. QuickTime audio entries of versions 1 and 2 have longer
    /// headers than others.
    /// </summary>
    private static BoxSpan FindScheme(ReadOnlySpan<byte> entry, int header)
    {
        foreach (var extra in (ReadOnlySpan<int>)[0, 16, 36])
        {
            for (var at = header + extra; at + 8 <= entry.Length;)
            {
                var size = BinaryPrimitives.ReadUInt32BigEndian(entry[at..]);
                if (size < 8 || size > entry.Length - at)
                {
                    break;
                }

                var child = BoxSpan.Read(entry, at, out at);
                if (child.Type == "sinf")
                {
                    return child;
                }
            }
        }

        return default;
    }

    private static string NameScheme(string? scheme) => scheme switch
    {
        "itun" => "FairPlay",
        "odkm" => "OMA DRM",
        _ => "Common Encryption",
    };

    /// <summary>Reads the scheme's four-character code; <c>clear</c> when the track's default leaves its samples unprotected.</summary>
    private static string ReadScheme(BoxSpan info)
    {
        var defaults = info.FindChild("schi") is { Type: not null } details ? details.FindChild("tenc") : default;
        if (defaults.Type is not null && defaults.Body.Length > 6 && defaults.Body[6] == 0)
        {
            return "clear";
        }

        return info.FindChild("schm") is { Type: not null } type && type.Body.Length >= 8 ? Text(type.Body.Slice(FullHeader, 4)) : "no scheme named";
    }

    private static string Text(ReadOnlySpan<byte> letters) => Encoding.Latin1.GetString(letters);
}
