using Reelmill.Library.Publishing;

namespace Reelmill.Library.Tests.Publishing.S3;

[Collection(S3RverCollection.Name)]
public sealed class S3RverPublishingTests(S3Rver server) : PublishingConformance
{
    [Fact]
    public async Task A_player_finds_the_stream_at_the_URL_with_the_right_type()
    {
        using var target = server.Open();
        var result = await PublishAsync(target, "one");

        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(result.Url));

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.apple.mpegurl");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("/v720.m3u8");
    }

    private protected override IPublishTarget Open() => server.Open();
}
