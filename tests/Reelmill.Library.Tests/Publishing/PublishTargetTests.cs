using Reelmill.Core;
using Reelmill.Library.Publishing;

namespace Reelmill.Library.Tests.Publishing;

public sealed class PublishTargetTests
{
    private static readonly S3Options Local = new() { Endpoint = "http://127.0.0.1:9000/", Region = "eu-west-1" };

    [Theory]
    [InlineData("s3://media", "http://127.0.0.1:9000/media/id/master.m3u8")]
    [InlineData("s3://media/", "http://127.0.0.1:9000/media/id/master.m3u8")]
    [InlineData("S3://media/vod/a b/", "http://127.0.0.1:9000/media/vod/a%20b/id/master.m3u8")]
    public void A_bucket_gives_a_URL(string text, string url)
    {
        using var target = PublishTarget.Parse(text, Local);

        target.GetUrl("id/master.m3u8").ShouldBe(url);
    }

    [Fact]
    public void Without_an_endpoint_the_URL_is_that_of_AWS()
    {
        using var target = PublishTarget.Parse("s3://media/vod", new S3Options { Region = "eu-west-1" });

        target.GetUrl("id/master.m3u8").ShouldBe("https://media.s3.eu-west-1.amazonaws.com/vod/id/master.m3u8");
    }

    [Fact]
    public void Anything_else_is_a_folder()
    {
        using var target = PublishTarget.Parse("site/vod/");

        target.GetUrl("id/master.m3u8").ShouldBe(Path.GetFullPath("site/vod/id/master.m3u8"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\nb")]
    [InlineData("--json")]
    [InlineData("s3:media")]
    [InlineData("s3:/media")]
    [InlineData("gs://media/vod")]
    [InlineData("https://example.org/vod")]
    [InlineData("s3://")]
    [InlineData("s3:///vod")]
    [InlineData("s3://Media")]
    [InlineData("s3://me_dia")]
    [InlineData("s3://user:secret@media/vod")]
    [InlineData("s3://media//vod")]
    [InlineData("s3://media/../vod")]
    [InlineData("s3://media/vod?x=1")]
    [InlineData("/etc/hostname")]
    public void An_invalid_target_is_refused_with_a_code_and_an_example(string text)
    {
        var error = Should.Throw<PipelineException>(() => PublishTarget.Parse(text, Local));

        error.Code.ShouldBe("bad_publish_target");
        error.Message.ShouldContain("s3://bucket/prefix");
    }

    [Theory]
    [InlineData("127.0.0.1:9000")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("http://user:secret@127.0.0.1")]
    public void An_invalid_endpoint_is_refused_and_not_quoted(string endpoint)
    {
        var error = Should.Throw<PipelineException>(() => PublishTarget.Parse("s3://media", Local with { Endpoint = endpoint }));

        error.Code.ShouldBe("bad_publish_target");
        error.Message.ShouldContain("publish.s3-endpoint");
        error.Message.ShouldNotContain("secret");
    }
}
