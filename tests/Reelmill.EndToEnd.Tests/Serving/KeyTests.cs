using System.Net;
using System.Net.Http.Headers;
using Reelmill.EndToEnd.Tests.App;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Serving;

public sealed class KeyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_key_of_a_library_opens_its_server_which_creates_and_revokes_others()
    {
        var library = _folder["library"];
        var made = (await ReelmillApp.ExpectAsync(0, "keys", "create", "--name", "me", "--scope", "admin", "--library", library)).Output.Trim();
        await using var server = await ServerRun.StartAsync(library);
        var address = server.Http.BaseAddress!.AbsoluteUri;
        (await StatusAsync(server, null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(server, made)).ShouldBe(HttpStatusCode.OK);

        var refused = await ReelmillApp.ExpectAsync(1, "keys", "create", "--name", "late", "--library", library);
        refused.Errors.ShouldContain("library_in_use");
        refused.Errors.ShouldContain("--server");

        var other = (await ReelmillApp.ExpectAsync(0, "keys", "create", "--name", "ci", "--scope", "read", "--expires", "1d", "--json", "--server", address, "--key", made)).Json();
        var secret = other.GetProperty("key").GetString()!;
        (await StatusAsync(server, secret)).ShouldBe(HttpStatusCode.OK);
        (await ReelmillApp.ExpectAsync(1, "keys", "list", "--server", address, "--key", secret)).Errors.ShouldContain("forbidden");

        var id = other.GetProperty("id").GetString()!;
        (await ReelmillApp.ExpectAsync(0, "keys", "revoke", id, "--server", address, "--key", made)).Output.ShouldContain(id);
        (await StatusAsync(server, secret)).ShouldBe(HttpStatusCode.Unauthorized);
        var listed = (await ReelmillApp.ExpectAsync(0, "keys", "list", "--json", "--library", library)).Json().GetProperty("keys").EnumerateArray().ToDictionary(
            static k => k.GetProperty("name").GetString()!, static k => k.GetProperty("revoked").GetBoolean(), StringComparer.Ordinal);
        listed.ShouldBe(new Dictionary<string, bool>(StringComparer.Ordinal) { ["me"] = false, ["ci"] = true }, ignoreOrder: true);
    }

    [Fact]
    public async Task Without_keys_the_command_line_finds_the_token_and_others_are_refused()
    {
        var library = _folder["library"];
        await using var server = await ServerRun.StartAsync(library);
        var address = server.Http.BaseAddress!.AbsoluteUri;
        server.Errors.ShouldContain($"Open {address}?token={server.Token}");
        File.GetUnixFileMode(Path.Combine(library, "server.token")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        server.Http.DefaultRequestHeaders.Authorization = null;
        (await StatusAsync(server, null)).ShouldBe(HttpStatusCode.Unauthorized);

        (await ReelmillApp.ExpectAsync(0, "jobs", "--json", "--server", address)).Json().GetProperty("jobs").GetArrayLength().ShouldBe(0);
        var job = (await ReelmillApp.ExpectAsync(0, "submit", "decide", "--json", "--server", address)).Json().GetProperty("id").GetString()!;
        await ReelmillApp.ExpectAsync(0, "wait", job, "--quiet", "--server", address);
        (await ReelmillApp.ExpectAsync(1, "cancel", job, "--server", address)).Errors.ShouldContain("terminal");
        (await ReelmillApp.ExpectAsync(1, "keys", "create", "--name", "first", "--server", address)).Errors.ShouldContain("--scope admin");
        var key = (await ReelmillApp.ExpectAsync(0, "keys", "create", "--name", "first", "--scope", "admin", "--server", address)).Output.Trim();
        (await ReelmillApp.ExpectAsync(1, "jobs", "--server", address)).Errors.ShouldContain("unauthorized");
        (await StatusAsync(server, server.Token)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(server, key)).ShouldBe(HttpStatusCode.OK);
        var ended = await server.EndAsync(Signals.Terminate);
        ended.Errors.Split(server.Token!).Length.ShouldBe(2, "the token is in the line of the start only");
    }

    [Fact]
    public async Task The_first_key_of_a_folder_must_administer()
    {
        (await ReelmillApp.ExpectAsync(2, "keys", "create", "--name", "me", "--scope", "read", "--library", _folder["library"])).Errors.ShouldContain("--scope admin");
        await ReelmillApp.ExpectAsync(0, "keys", "create", "--name", "me", "--scope", "admin", "--library", _folder["library"]);
        await ReelmillApp.ExpectAsync(0, "keys", "create", "--name", "viewer", "--scope", "read", "--library", _folder["library"]);
    }

    [Fact]
    public async Task A_server_that_listens_beyond_loopback_does_not_start_without_a_key()
    {
        var refused = await ReelmillApp.ExpectAsync(2, "serve", "--library", _folder["library"], "--host", "0.0.0.0", "--port", "0");
        refused.Errors.ShouldContain("reelmill keys create");
    }

    [Theory]
    [InlineData("--scope must be", "create", "--name", "x", "--scope", "root", "--library", "out")]
    [InlineData("no name", "create", "--name", "", "--library", "out")]
    [InlineData("--expires", "create", "--name", "x", "--expires", "soon", "--library", "out")]
    [InlineData("Specify exactly one of --library", "list")]
    [InlineData("Specify exactly one of --library", "list", "--library", "out", "--server", "http://127.0.0.1:1")]
    public async Task Wrong_usage_is_explained_and_creates_nothing(string words, params string[] arguments)
    {
        var library = _folder["out"];
        (await ReelmillApp.ExpectAsync(2, ["keys", .. arguments.Select(a => a == "out" ? library : a)])).Errors.ShouldContain(words);
        Directory.Exists(library).ShouldBeFalse();
    }

    private static async Task<HttpStatusCode> StatusAsync(ServerRun server, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/jobs");
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        using var response = await server.Http.SendAsync(request);
        return response.StatusCode;
    }
}
