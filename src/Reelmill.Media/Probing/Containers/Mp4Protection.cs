using System.Buffers.Binary;
using System.Text;
using Reelmill.Media.Formats.Mp4;

namespace Reelmill.Media.Probing.Containers;

/// <summary>
/// Finds protection in the boxes of MP4: sample entries of protected kinds with their scheme (ISO/IEC 14496-12, 8.12),
/// Common Encryption (ISO/IEC 23001-7), PIFF and FairPlay. A <c>pssh</c> alone protects nothing and does not count.
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

    public static void LookAtMovie(ReadOnlySpan<byte> movie, Mp4Scan.Seen seen)
    {
        for (var at = 0; at < movie.Length;)
        {
            var box = BoxSpan.Read(movie, at, out at);
            if (box.Type == "trak")
            {
                LookAtTrack(box, seen);
            }
        }
    }

    public static void LookAtFragment(ReadOnlySpan<byte> fragment, Mp4Scan.Seen seen)
    {
        for (var at = 0; at < fragment.Length;)
        {
            var box = BoxSpan.Read(fragment, at, out at);
            if (box.Type == "traf")
            {
                LookAtTrackFragment(box, seen);
            }
        }
    }

    private static void LookAtTrack(BoxSpan track, Mp4Scan.Seen seen)
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

        seen.HasTracks = true;
        seen.HasSamples |= Mp4Scan.SampleCount(table) > 0;
        seen.Protection ??= OfSamples(table) ?? OfEntries(table.FindChild("stsd"), kind == "vide" ? VideoEntryHeader : AudioEntryHeader);
    }

    private static void LookAtTrackFragment(BoxSpan fragment, Mp4Scan.Seen seen)
    {
        seen.Protection ??= OfSamples(fragment);
        for (var at = 0; at < fragment.Body.Length;)
        {
            var box = BoxSpan.Read(fragment.Body, at, out at);
            seen.HasSamples |= box.Type == "trun" && box.Body.Length >= 8 && BinaryPrimitives.ReadUInt32BigEndian(box.Body[FullHeader..]) > 0;

            // A media segment without its initialization segment: auxiliary information of no stated kind is that of its protection.
            seen.Protection ??= box.Type == "saiz" && !seen.HasMovie && box.Body.Length >= FullHeader && (box.Body[3] & 1) == 0 ? "Common Encryption" : null;
        }
    }

    /// <summary>Protection that samples carry: initialization vectors, or a group of samples with a key.</summary>
    private static string? OfSamples(BoxSpan box)
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

    /// <summary>Whether any entry of a group description of type <c>seig</c> says that its samples are protected.</summary>
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

    private static string? OfEntries(BoxSpan entries, int header)
    {
        for (var at = EntriesHeader; entries.Type is not null && at < entries.Body.Length;)
        {
            var entry = BoxSpan.Read(entries.Body, at, out at);
            var scheme = FindScheme(entry.Body, header) is { Type: not null } info ? SchemeOf(info) : null;
            if (entry.Type is "drms" or "drmi" or "drmt")
            {
                return $"FairPlay ({entry.Type})";
            }

            if (scheme is not "clear" && (scheme is not null || entry.Type is "encv" or "enca"))
            {
                return $"{Named(scheme)} ({scheme ?? entry.Type})";
            }
        }

        return null;
    }

    /// <summary>The protection scheme among a sample entry's children. QuickTime's sound entries of versions 1 and 2 are longer than others.</summary>
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

    private static string Named(string? scheme) => scheme switch
    {
        "itun" => "FairPlay",
        "odkm" => "OMA DRM",
        _ => "Common Encryption",
    };

    /// <summary>The four letters of the scheme; <c>clear</c> when the track's own default leaves its samples unprotected.</summary>
    private static string SchemeOf(BoxSpan info)
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
