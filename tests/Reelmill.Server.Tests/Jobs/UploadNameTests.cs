using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Reelmill.Library.Jobs;
using Reelmill.Server.Http;
using Reelmill.Server.Jobs;

namespace Reelmill.Server.Tests.Jobs;

/// <summary>Hostile names of uploads are shown sanitized and used for nothing else.</summary>
public sealed partial class UploadNameTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly string Long = new('n', 300);
    private static readonly string Emoji = string.Concat(Enumerable.Repeat("\U0001F3AC", 150));

    /// <summary>The name that a client sends, and the name that is shown.</summary>
    private static readonly (string Name, string Shown)[] Names =
    [
        ("-i", "-i"),
        ("--exec=touch x.mp4", "--exec=touch x.mp4"),
        ("frame-%05d.mp4", "frame-%05d.mp4"),
        ("C:clip:0.mp4", "C:clip:0.mp4"),
        ("it's \"quoted\" `x` $(y).mp4", "it's \"quoted\" `x` $(y).mp4"),
        ("two\r\nlines.mp4", "twolines.mp4"),
        ("nul\0.mp4", "nul.mp4"),
        ("a\u202Egpj.mp4", "a\u202Egpj.mp4"),
        ("caf\u00e9.mp4", "caf\u00e9.mp4"),
        ("cafe\u0301.mp4", "cafe\u0301.mp4"),
        ("\U0001F3AC \u7535\u5f71.mp4", "\U0001F3AC \u7535\u5f71.mp4"),
        (Long + ".mp4", Long[..255]),
        (Emoji + ".mp4", Emoji[..254]),
        ("..", ".."),
        (".", "."),
        ("/etc/x", "x"),
        ("../../../outside.mp4", "outside.mp4"),
        ("%2e%2e%2fescaped.mp4", "%2e%2e%2fescaped.mp4"),
        ("concat:a.mp4|b.mp4", "concat:a.mp4|b.mp4"),
        ("videos/", "upload"),
        (" ", " "),
    ];

    [Fact]
    public async Task An_upload_name_is_shown_as_sent_or_sanitized_and_never_becomes_part_of_a_path()
    {
        var clip = await File.ReadAllBytesAsync(await server.ClipAsync(1, 1));
        var (outside, here) = (ListSurroundings(), Directory.GetFileSystemEntries(Environment.CurrentDirectory));
        using var form = new MultipartFormDataContent { { JsonContent.Create(new { pipeline = "mine" }), "job" } };
        for (var i = 0; i < Names.Length; i++)
        {
            // A 'free' box at the end makes a different file with the same video.
            var file = new ByteArrayContent([.. clip, 0, 0, 0, 9, .. "free"u8, (byte)i]);
            file.Headers.Add("Content-Disposition", $"form-data; name=\"file\"; filename*=UTF-8''{Uri.EscapeDataString(Names[i].Name)}");
            form.Add(file);
        }

        using var response = await server.Http.PostAsync("/v1/jobs", form);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        var job = await server.EndAsync((await response.Content.ReadFromJsonAsync<JobDocument>(ServerJson.Options))!.Id);
        job.State.ShouldBe(JobState.Succeeded);
        (await server.ItemsAsync(job.Id)).Select(static i => i.Source).ShouldBe(Names.Select(static n => n.Shown));
        var videos = await server.Http.GetFromJsonAsync<JsonElement>("/v1/library/videos?limit=100");
        videos.GetProperty("videos").EnumerateArray().Select(static v => v.GetProperty("title").GetString()).ShouldBe(Names.Select(static n => n.Shown), ignoreOrder: true);

        ListSurroundings().ShouldBe(outside);
        Directory.GetFileSystemEntries(Environment.CurrentDirectory).ShouldBe(here);
        server.FilesIn(".").ShouldAllBe(static path => Generated().IsMatch(path));
    }

    [Theory]
    [InlineData("filename=\"caf\u00e9 \U0001F3AC.mp4\"", "caf\u00e9 \U0001F3AC.mp4")]
    [InlineData("filename=\"..\\..\\evil.mp4\"", "evil.mp4")]
    [InlineData("filename=\"a%22b%0A.mp4\"", "a%22b%0A.mp4")]
    [InlineData("filename=\"/etc/x\"; filename*=UTF-8''..%2Fy.mp4", "y.mp4")]
    [InlineData("filename=plain.mp4", "plain.mp4")]
    public async Task An_upload_name_in_any_header_encoding_is_sanitized(string written, string shown)
    {
        using var response = await PostAsync(written);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        var job = (await response.Content.ReadFromJsonAsync<JobDocument>(ServerJson.Options))!;
        await server.EndAsync(job.Id);
        (await server.ItemsAsync(job.Id)).Single().Source.ShouldBe(shown);
    }

    [Theory]
    [InlineData("filename=\"a\0b.mp4\"")]
    [InlineData("filename=\"\"")]
    [InlineData("filename=")]
    [InlineData("other=\"x\"")]
    [InlineData("filename*=UTF-8''%ff%fe.mp4")]
    public async Task A_malformed_upload_name_is_refused_or_sanitized_and_writes_nothing_outside(string written)
    {
        var outside = ListSurroundings();
        using var response = await PostAsync(written);
        if (response.StatusCode == HttpStatusCode.Accepted)
        {
            var job = (await response.Content.ReadFromJsonAsync<JobDocument>(ServerJson.Options))!;
            await server.EndAsync(job.Id);
            (await server.ItemsAsync(job.Id)).Single().Source.ShouldAllBe(static c => !char.IsControl(c));
        }
        else
        {
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await ServerFixture.ReadCodeAsync(response)).ShouldBe("bad_form");
        }

        ListSurroundings().ShouldBe(outside);
        server.FilesIn(".").ShouldAllBe(static path => Generated().IsMatch(path));
    }

    private Task<HttpResponseMessage> PostAsync(string written)
    {
        var text = $$"""--b{0}Content-Disposition: form-data; name="job"{0}{0}{"pipeline":"mine"}{0}--b{0}Content-Disposition: form-data; name="file"; {{written}}{0}{0}no video: {{written.GetHashCode(StringComparison.Ordinal).ToString(CultureInfo.InvariantCulture)}}{0}--b--{0}""";
        var body = new ByteArrayContent(Encoding.UTF8.GetBytes(text.Replace("{0}", "\r\n", StringComparison.Ordinal)));
        body.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        return server.Http.PostAsync("/v1/jobs", body);
    }

    private string[] ListSurroundings() => [.. Directory.GetFileSystemEntries(Path.Combine(server.Library, "..")).Order(StringComparer.Ordinal)];

    /// <summary>Matches the file names that the server generates.</summary>
    [GeneratedRegex(@"^(library\.(db(-wal|-shm)?|lock|json)|server\.token|manifest\.jsonl|(uploads|frames)/[0-9a-f]+(/[0-9]+\.jpg)?(\.mp4)?)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Generated();
}
