using Reelmill.Library.Publishing;

namespace Reelmill.Library.Tests.Publishing;

public sealed class PlaylistUrisTests
{
    [Fact]
    public void Only_URI_lines_and_URI_attributes_are_found() => PlaylistUris.Find(
            """
            #EXTM3U
            # comment.m3u8
            #EXT-X-MEDIA:TYPE=AUDIO,NAME="a,URI=no.m3u8",URI="audio.m3u8",X-URI="no"
            #EXT-X-STREAM-INF:BANDWIDTH=1
              video.m3u8
            #EXTINF:6.0,URI="title"
            https://example.org/a.ts
            """)
        .ShouldBe([("#EXT-X-MEDIA", "audio.m3u8"), ("", "video.m3u8"), ("", "https://example.org/a.ts")]);

    [Fact]
    public void Rewriting_keeps_every_other_byte()
    {
        const string Playlist = "#EXTM3U\r\n#EXT-X-MAP:URI=\"init.mp4\",BYTERANGE=\"10@0\"\r\n#EXTINF:1,\r\n\r\na.m4s\r\n";

        PlaylistUris.Rewrite(Playlist, static (_, uri) => uri).ShouldBe(Playlist);
        PlaylistUris.Rewrite(Playlist, static (_, uri) => "v/" + uri)
            .ShouldBe(Playlist.Replace("init.mp4", "v/init.mp4", StringComparison.Ordinal).Replace("a.m4s", "v/a.m4s", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://a/b", true)]
    [InlineData("skd://key", true)]
    [InlineData("/a/b", true)]
    [InlineData("//host/b", true)]
    [InlineData("a/b:c", false)]
    [InlineData("../a", false)]
    public void An_absolute_URI_does_not_depend_on_its_playlist(string uri, bool absolute) =>
        PlaylistUris.IsAbsolute(uri).ShouldBe(absolute);
}
