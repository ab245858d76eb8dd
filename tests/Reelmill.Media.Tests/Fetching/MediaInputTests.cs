using Reelmill.Media.Fetching;

namespace Reelmill.Media.Tests.Fetching;

public sealed class MediaInputTests
{
    [Theory]
    [InlineData("http://h/a.mp4", "http://h/a.mp4")]
    [InlineData("http://h/a?sig=abc&expires=9", "http://h/a?...")]
    [InlineData("http://h/a?abc", "http://h/a?...")]
    [InlineData("http://h/a@b?x=y@z", "http://h/a@b?...")]
    [InlineData("http://u:p@h/a#f", "http://h/a")]
    [InlineData("http://u:p@h", "http://h")]
    [InlineData("/films/what?=now.mp4", "/films/what?=now.mp4")]
    [InlineData("/films/a\u001b[2J\nb\u202e.mp4", "/films/a\\u001b[2J\\u000ab\\u202e.mp4")]
    public void The_display_text_has_no_secrets_and_no_control_characters(string source, string shown)
    {
        var input = new MediaInput(source, InputKind.Url, MediaInput.NoMetadata);
        input.Display.ShouldBe(shown);
        input.ToString().ShouldBe(shown);
    }

    [Fact]
    public void A_long_source_is_shortened_for_display() =>
        new MediaInput(new string('a', 1 << 20), InputKind.File, MediaInput.NoMetadata).Display.Length.ShouldBeLessThan(400);

    [Fact]
    public void The_id_depends_on_the_source_alone()
    {
        var input = new MediaInput("http://h/a.mp4", InputKind.Url, MediaInput.NoMetadata);
        var labelled = input with { Metadata = Metadata.Create(("label", "cat")) };
        input.Id.ShouldBe(labelled.Id);
        input.Id.Length.ShouldBe(32);
        (input with { Source = "http://h/b.mp4" }).Id.ShouldNotBe(input.Id, StringComparer.Ordinal);
    }
}
