using System.Net;
using System.Net.Http.Json;
using Reelmill.Library.Jobs;
using Reelmill.Server.Endpoints;
using Reelmill.Server.Http;

namespace Reelmill.Server.Tests.Jobs;

/// <summary>URLs that a server without '--allow-network' must not fetch.</summary>
public sealed class UrlTests : IAsyncLifetime
{
    private ServerFixture _server = null!;
    private WebStub _near = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerFixture.StartAsync(static o => o with { AllowedNetworks = [] });
        _near = await WebStub.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _near.DisposeAsync();
        await _server.DisposeAsync();
    }

    /// <summary>The URLs, and a part of the error message.</summary>
    public static TheoryData<string, string[]> Refused => new()
    {
        { "empty", ["", "   "] },
        { "not an absolute URL", ["videos/a.mp4", "example.com/a.mp4", "../a.mp4", "-i", "--exec=touch /tmp/x"] },
        { "scheme", ["ftp://example.com/a.mp4", "gopher://example.com/", "data:video/mp4;base64,AAAA", "file:///etc/passwd", "//example.com/a.mp4", "rtmp://example.com/a", "javascript:alert(1)"] },
        { "scheme", ["concat:http://example.com/a|http://example.com/b", "pipe:0", "subfile:,,start,0,end,9,,:/etc/passwd", "crypto:http://example.com/a", "cache:http://example.com/a"] },
        { "control character", ["http://example.com/a\r\nHost: evil", "http://example.com/\0.mp4", "http://exa\tmple.com/", "http://example.com/\u0085"] },
        { "credentials", ["http://user:hunter2@example.com/a.mp4", "http://hunter2@example.com/a.mp4", "http://:hunter2@example.com/"] },
        { "longer than 8192 bytes", ["http://example.com/" + new string('a', 8192), "http://example.com/" + new string('\u00fc', 4096)] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task An_invalid_URL_is_refused_with_its_position_and_no_job_is_created(string message, string[] urls)
    {
        foreach (var url in urls)
        {
            var job = new { pipeline = "mine", inputs = new[] { _near.Url("/good.mp4"), url } };
            using var form = new MultipartFormDataContent { { JsonContent.Create(job), "job" }, { new ByteArrayContent([1, 2, 3]), "file", "a.mp4" } };
            using var asForm = await _server.Http.PostAsync("/v1/jobs", form);
            using var asJson = await _server.Http.PostAsJsonAsync("/v1/jobs", job);
            foreach (var response in new[] { asForm, asJson })
            {
                response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, url);
                (await ServerFixture.ReadCodeAsync(response)).ShouldBe("bad_input");
                var text = await response.Content.ReadAsStringAsync();
                text.ShouldContain("inputs[1]");
                text.ShouldContain(message);
                text.ShouldNotContain("hunter2");
            }
        }

        (await _server.Http.GetFromJsonAsync<JobList>("/v1/jobs", ServerJson.Options))!.Jobs.ShouldBeEmpty();
        _server.FilesIn("uploads").ShouldBeEmpty();
        _near.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("as they are", "127.0.0.1", "0.0.0.0", "[::1]", "[::]", "localhost", "localhost.", "LOCALHOST")]
    [InlineData("private", "10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "169.254.169.254", "[fd00:ec2::254]", "[fe80::1]", "224.0.0.1", "[ff02::1]", "255.255.255.255")]
    [InlineData("disguised", "127.1", "2130706433", "0x7f000001", "017700000001", "0", "127.0.0.1.", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]")]
    public async Task A_non_public_address_is_blocked_without_a_connection(string kind, params string[] hosts)
    {
        var job = await _server.SubmitUrlsAsync(new { pipeline = "mine", inputs = hosts.Select(h => $"http://{h}:{_near.Port}/a.mp4?token=s3cret") });
        (await _server.EndAsync(job.Id)).State.ShouldBe(JobState.Failed);
        var items = await _server.ItemsAsync(job.Id);
        items.Select(static i => i.Error!.Code).ShouldBe(hosts.Select(static _ => "blocked_address"), kind);
        items.ShouldAllBe(static i => !i.Error!.Message.Contains("s3cret") && !i.Source.Contains("s3cret") && !i.Error.Retryable);
        _near.Requests.ShouldBeEmpty();
        _server.FilesIn("videos").ShouldBeEmpty();
    }
}
