using System.Net.Http.Json;
using System.Text.Json;
using Reelmill.Library.Vectors;
using Reelmill.Pipelines;

namespace Reelmill.Server.Tests.Search;

[Collection(ReadCollection.Name)]
public sealed class SearchTests(ReadHost host)
{
    private const string Url = "/v1/search";

    [Fact]
    public async Task Collections_have_their_embedder_and_number_of_vectors()
    {
        var collection = (await host.GetAsync("/v1/collections")).EnumerateArray().ShouldHaveSingleItem();

        collection.GetProperty("name").GetString().ShouldBe("frames");
        collection.GetProperty("embedder").GetString()!.ShouldStartWith("descriptor@");
        collection.GetProperty("count").GetInt64().ShouldBe((await host.GetAsync("/v1/library")).GetProperty("frames").GetProperty("kept").GetInt64());
        collection.GetProperty("dimension").GetInt32().ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task An_uploaded_image_finds_its_frame_first_and_leaves_no_file()
    {
        var image = await host.Client.GetByteArrayAsync($"/v1/library/videos/{host.Video}/frames/0.jpg");

        var found = await FindAsync(image, ("k", "2"), ("collection", "frames"));

        found.GetProperty("collection").GetString().ShouldBe("frames");
        var results = found.GetProperty("results").EnumerateArray().ToArray();
        results.Length.ShouldBe(2);
        var first = results[0];
        (first.GetProperty("rank").GetInt32(), first.GetProperty("id").GetString()).ShouldBe((1, $"{host.Video}/0"));
        first.GetProperty("score").GetDouble().ShouldBe(1, 1e-5);
        (first.GetProperty("video").GetString(), first.GetProperty("timeMs").GetInt64()).ShouldBe((host.Video, 0));
        first.GetProperty("path").GetString().ShouldBe($"frames/{host.Video}/0.jpg");
        first.GetProperty("source").GetString().ShouldBe(Path.GetFileName(host.Clip));
        (await host.Client.GetByteArrayAsync(first.GetProperty("image").GetString())).ShouldBe(image);
        Directory.GetFiles(Path.Combine(host.Folder, "tmp"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_kept_frame_searches_by_its_stored_embedding_and_a_dropped_one_by_its_image()
    {
        var kept = await host.GetAsync($"{Url}?frame={host.Video}/0&k=1");
        var dropped = await host.GetAsync($"{Url}?frame={host.Video}/3000");

        kept.GetProperty("results")[0].GetProperty("id").GetString().ShouldBe($"{host.Video}/0");
        dropped.GetProperty("results").GetArrayLength().ShouldBeGreaterThan(0);
        Directory.GetFiles(Path.Combine(host.Folder, "tmp"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_filter_restricts_the_results()
    {
        var found = await host.GetAsync($"{Url}?frame={host.Video}/0&filter={Uri.EscapeDataString("timeMs>0 and source=*.mp4")}");

        found.GetProperty("results").EnumerateArray().ShouldNotBeEmpty();
        found.GetProperty("results").EnumerateArray().ShouldAllBe(static r => r.GetProperty("timeMs").GetInt64() > 0);
    }

    [Fact]
    public async Task A_search_with_an_index_reports_its_recall_and_an_exact_search_does_not_use_the_index()
    {
        (await VectorIndex.BuildAsync(host.Folder, "frames", minRecords: 1, progress: null, default)).Index.ShouldNotBeNull();
        var image = await host.Client.GetByteArrayAsync($"/v1/library/videos/{host.Video}/frames/0.jpg");

        var near = await host.GetAsync($"{Url}?frame={host.Video}/0&k=1");
        var exact = await host.GetAsync($"{Url}?frame={host.Video}/0&k=1&exact=true");
        var sent = await FindAsync(image, ("k", "1"), ("exact", "True"));

        (near.GetProperty("approximate").GetBoolean(), near.GetProperty("recall").GetDouble()).ShouldBe((true, 1));
        (exact.GetProperty("approximate").GetBoolean(), exact.GetProperty("recall").ValueKind).ShouldBe((false, JsonValueKind.Null));
        sent.GetProperty("approximate").GetBoolean().ShouldBeFalse();
        near.GetProperty("results")[0].GetProperty("score").GetDouble().ShouldBe(exact.GetProperty("results")[0].GetProperty("score").GetDouble());
        (await host.GetAsync("/v1/collections"))[0].GetProperty("index").GetProperty("recall").GetDouble().ShouldBe(1);
    }

    [Fact]
    public async Task All_searches_share_one_loaded_model()
    {
        await host.GetAsync($"{Url}?frame={host.Video}/3000");
        var first = await host.Runs.EmbedderAsync("descriptor", new ModelOptions(), null, default);

        await FindAsync(await host.Client.GetByteArrayAsync($"/v1/library/videos/{host.Video}/frames/0.jpg"));

        (await host.Runs.EmbedderAsync("descriptor", new ModelOptions(), null, default)).ShouldBeSameAs(first);
    }

    [Theory]
    [InlineData("frame=x", 400, "bad_query")]
    [InlineData("frame=VIDEO/-1", 400, "bad_query")]
    [InlineData("frame=VIDEO/0&k=0", 400, "bad_query")]
    [InlineData("frame=VIDEO/0&k=many", 400, "bad_query")]
    [InlineData("frame=VIDEO/0&exact=perhaps", 400, "bad_query")]
    [InlineData("frame=VIDEO/17", 404, "frame_not_found")]
    [InlineData("frame=VIDEO/0&collection=frame", 404, "collection_unknown")]
    [InlineData("frame=VIDEO/0&filter=source~x", 400, "bad_filter")]
    public async Task An_invalid_search_is_refused_with_its_error_code(string query, int status, string code)
    {
        var problem = await ReadHost.ProblemAsync(await host.Client.GetAsync($"{Url}?{query.Replace("VIDEO", host.Video, StringComparison.Ordinal)}"));

        (problem.Status, problem.Code).ShouldBe((status, code));
    }

    [Theory]
    [InlineData("text", 422, "not_media")]
    [InlineData("jpeg", 422, "bad_picture")]
    [InlineData("empty", 422, "not_media")]
    [InlineData("huge", 413, "too_large")]
    [InlineData("bomb", 422, "bad_picture")]
    public async Task An_undecodable_image_is_refused_without_revealing_server_paths(string kind, int status, string code)
    {
        var answer = await SendAsync(kind switch
        {
            "text" => "#EXTM3U\n/etc/passwd"u8.ToArray(),
            "jpeg" => [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[100]],
            "huge" => [0xFF, 0xD8, 0xFF, .. new byte[32 << 20]],
            "bomb" => await BombAsync(),
            _ => [],
        });

        var problem = await ReadHost.ProblemAsync(answer);
        (problem.Status, problem.Code).ShouldBe((status, code));
        problem.Detail.ShouldNotContain(host.Folder);
        Directory.GetFiles(Path.Combine(host.Folder, "tmp"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("multipart/form-data", "")]
    [InlineData("multipart/form-data; boundary=x", "")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"../../x\"\r\n\r\nabc")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"k\"\r\n\r\n3\r\n--x--\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"store\"\r\n\r\n3\r\n--x--\r\n")]
    public async Task A_malformed_form_is_refused(string type, string body)
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);

        var problem = await ReadHost.ProblemAsync(await host.Client.PostAsync(Url, content));

        (problem.Status, problem.Code).ShouldBe((400, "bad_form"));
        Directory.GetFiles(Path.Combine(host.Folder, "tmp"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    private async Task<JsonElement> FindAsync(byte[] image, params (string Name, string Value)[] texts)
    {
        var answer = await SendAsync(image, texts);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<HttpResponseMessage> SendAsync(byte[] image, params (string Name, string Value)[] texts)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in texts)
        {
            form.Add(new StringContent(value), name);
        }

        form.Add(new ByteArrayContent(image), "image", "../../etc/passwd");
        return await host.Client.PostAsync(Url, form);
    }

    /// <summary>An image whose header claims 20,000 x 20,000 pixels.</summary>
    private async Task<byte[]> BombAsync()
    {
        var jpeg = await host.Client.GetByteArrayAsync($"/v1/library/videos/{host.Video}/frames/0.jpg");
        var frame = jpeg.AsSpan().IndexOf<byte>([0xFF, 0xC0]);
        byte[] side = [20_000 >> 8, 20_000 & 0xFF];
        side.CopyTo(jpeg, frame + 5);
        side.CopyTo(jpeg, frame + 7);
        return jpeg;
    }
}
