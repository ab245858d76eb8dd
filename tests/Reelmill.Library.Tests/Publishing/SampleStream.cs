using System.Security.Cryptography;
using System.Text;
using Reelmill.Library.Catalog;
using Reelmill.Library.Publishing;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Publishing;

/// <summary>A small stream with two renditions in a library. Each file contains the name of the version and a last line that proves it is complete.</summary>
internal sealed class SampleStream(TempFolder folder)
{
    public const string Id = "0011aabb";
    public const int Segments = 3;

    /// <summary>The number of files: two renditions with an initialization section, segments and a playlist; a thumbnail, its list and the master playlist.</summary>
    public const int Files = 2 * (Segments + 2) + 3;

    private const int SegmentBytes = 20_000;

    /// <summary>Overwrites the previous version, as a rebuild does: the names stay, the bytes change.</summary>
    public Publication WriteVersion(string version)
    {
        var files = new List<Artifact>();
        foreach (var height in (int[])[360, 720])
        {
            files.Add(WriteFile($"v{height}-init.mp4", Body(version, 100)));
            files.AddRange(Enumerable.Range(0, Segments).Select(i => WriteFile($"v{height}-{i}.m4s", Body(version, SegmentBytes + i))));
            files.Add(WriteFile($"v{height}.m3u8", MediaPlaylist(version, height)));
        }

        files.Add(WriteFile("thumbs-0.jpg", Body(version, 300)));
        files.Add(WriteFile("thumbs.vtt", $"WEBVTT {version}\n\n00:00.000 --> 00:06.000\nthumbs-0.jpg#xywh=0,0,160,90\nend"));
        files.Add(WriteFile("master.m3u8", Master(version)));
        return new Publication
        {
            Folder = folder.Path,
            Id = Id,
            Files = files,
            Recipe = Recipe(version),
            Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version)))[..32],
        };
    }

    public static string Recipe(string version) => $$"""{"bitrate":"{{version}}"}""";

    /// <summary>Describes the difference of two recipes, as the pipeline does.</summary>
    public static string DescribeChange(Publication publication, string? before) =>
        before is null ? "unknown options" : $"{before} -> {publication.Recipe}";

    public Artifact WriteFile(string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Directory.CreateDirectory(folder["hls", Id]);
        File.WriteAllBytes(folder["hls", Id, name], bytes);
        return new Artifact($"hls/{Id}/{name}", Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length);
    }

    private static string Body(string version, int bytes) => $"{version}\n{new string('x', bytes)}\nend";

    private static string MediaPlaylist(string version, int height) =>
        $"""
        #EXTM3U
        ## {version}
        #EXT-X-VERSION:7
        #EXT-X-TARGETDURATION:6
        #EXT-X-PLAYLIST-TYPE:VOD
        #EXT-X-MAP:URI="v{height}-init.mp4"
        {string.Concat(Enumerable.Range(0, Segments).Select(i => $"#EXTINF:6.000,\nv{height}-{i}.m4s\n"))}#EXT-X-ENDLIST
        """;

    private static string Master(string version) =>
        $"""
        #EXTM3U
        ## {version}
        #EXT-X-VERSION:7
        #EXT-X-STREAM-INF:BANDWIDTH=400000
        v360.m3u8
        #EXT-X-STREAM-INF:BANDWIDTH=3000000
        v720.m3u8
        #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="thumbs",NAME="x,URI=y",URI="thumbs.vtt"

        """;
}
