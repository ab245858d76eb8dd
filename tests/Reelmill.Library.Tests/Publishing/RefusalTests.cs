using Reelmill.Core;
using Reelmill.Library.Catalog;
using Reelmill.Library.Publishing;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Publishing;

/// <summary>Streams that must not be published are refused before anything is written.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly TempFolder _library = new();
    private readonly TempFolder _site = new();
    private readonly SampleStream _stream;

    public RefusalTests() => _stream = new SampleStream(_library);

    [Theory]
    [InlineData("0.key", "is a key")]
    [InlineData("notes.txt", "its kind is not published")]
    public async Task A_file_that_is_not_for_viewers_is_refused(string name, string reason)
    {
        var publication = _stream.WriteVersion("one");

        await ShouldRefuseAsync(publication with { Files = [.. publication.Files, _stream.WriteFile(name, "0123456789abcdef")] }, reason);
    }

    [Theory]
    [InlineData("../../keys/0.key", "relative key URI")]
    [InlineData("0.key", "relative key URI")]
    [InlineData("data:text/plain;base64,MDEyMzQ1Njc4OWFiY2RlZg==", "contains the key itself")]
    public async Task A_key_next_to_the_stream_is_refused(string uri, string reason)
    {
        var publication = _stream.WriteVersion("one");
        var playlist = _stream.WriteFile("v720.m3u8", $"#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"{uri}\"\n#EXTINF:6,\nv720-0.m4s\n");

        await ShouldRefuseAsync(Replace(publication, playlist), reason);
    }

    [Fact]
    public async Task A_key_on_a_separate_server_is_accepted()
    {
        var publication = _stream.WriteVersion("one");
        var playlist = _stream.WriteFile("v720.m3u8", "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"https://keys.example.org/0\"\n#EXTINF:6,\nv720-0.m4s\n");

        (await PublishAsync(Replace(publication, playlist))).Outcome.ShouldBe(PublishOutcome.Published);
    }

    [Theory]
    [InlineData("v720-99.m4s")]
    [InlineData("../v720-0.m4s")]
    [InlineData("%2e%2e/master.m3u8")]
    public async Task A_playlist_that_refers_to_a_missing_file_is_refused(string uri)
    {
        var publication = _stream.WriteVersion("one");
        var playlist = _stream.WriteFile("v720.m3u8", $"#EXTM3U\n#EXTINF:6,\n{uri}\n");

        await ShouldRefuseAsync(Replace(publication, playlist), $"v720.m3u8 refers to {uri}, which is not among the files");
    }

    [Fact]
    public async Task A_stream_without_a_master_is_refused()
    {
        var publication = _stream.WriteVersion("one");

        await ShouldRefuseAsync(
            publication with { Files = [.. publication.Files.Where(f => !f.Path.EndsWith("master.m3u8", StringComparison.Ordinal))] },
            "there is no master.m3u8");
    }

    [Theory]
    [InlineData("v720-2.m4s")]
    [InlineData("v720.m3u8")]
    public async Task A_file_that_was_damaged_after_it_was_made_is_refused(string name)
    {
        var publication = _stream.WriteVersion("one");
        var path = _library["hls", SampleStream.Id, name];
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        var error = await Should.ThrowAsync<ItemException>(PublishAsync(publication));

        error.Code.ShouldBe("publish_refused");
        error.Message.ShouldContain($"{name} has changed since it was made");
        File.Exists(_site[SampleStream.Id, "master.m3u8"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_missing_file_is_refused()
    {
        var publication = _stream.WriteVersion("one");
        File.Delete(_library["hls", SampleStream.Id, "v360-init.mp4"]);

        (await Should.ThrowAsync<ItemException>(PublishAsync(publication))).Message.ShouldContain("v360-init.mp4 cannot be read");
    }

    [Theory]
    [InlineData("../x", "0123456789abcdef")]
    [InlineData("", "0123456789abcdef")]
    [InlineData("id", "short")]
    [InlineData("id", "0123")]
    public async Task An_invalid_id_or_fingerprint_is_an_argument_error(string id, string fingerprint) =>
        await Should.ThrowAsync<ArgumentException>(PublishAsync(_stream.WriteVersion("one") with { Id = id, Fingerprint = fingerprint }));

    public void Dispose()
    {
        _library.Dispose();
        _site.Dispose();
    }

    private static Publication Replace(Publication publication, Artifact file) =>
        publication with { Files = [.. publication.Files.Select(f => f.Path == file.Path ? file : f)] };

    private async Task ShouldRefuseAsync(Publication publication, string reason)
    {
        var error = await Should.ThrowAsync<ItemException>(PublishAsync(publication));

        (error.Code, error.IsTransient).ShouldBe(("publish_refused", false));
        error.Message.ShouldContain(reason);
        Directory.EnumerateFileSystemEntries(_site.Path).ShouldBeEmpty();
    }

    private async Task<PublishResult> PublishAsync(Publication publication)
    {
        using var target = PublishTarget.Parse(_site.Path);
        return await new Publisher(target).PublishAsync(publication, static _ => "");
    }
}
