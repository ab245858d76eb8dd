using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reelmill.Library.Access;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Webhooks;
using Reelmill.Media.Fetching;
using Reelmill.Server.Access;
using Reelmill.Server.Http;
using Reelmill.Server.Webhooks;
using Reelmill.Testing;

namespace Reelmill.Server.Tests.Access;

/// <summary>An in-memory server with access control, the endpoints of keys and webhooks, and a route for each scope.</summary>
internal sealed class AccessHost : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SqliteCatalog _catalog;

    private AccessHost(SqliteCatalog catalog, ApiKeys keys, ManualTimeProvider time, TempFolder folder) =>
        (_catalog, ApiKeys, Time, _folder) = (catalog, keys, time, folder);

    public ApiKeys ApiKeys { get; }

    public ManualTimeProvider Time { get; }

    public CapturedLog Log { get; } = new();

    public WebApplication App { get; private set; } = null!;

    /// <summary>The secret of the initial admin key; null when the library has no key.</summary>
    public string? Owner { get; private set; }

    public KeyStore Keys => new(_catalog);

    /// <summary>The token that grants access while the library has no key.</summary>
    public const string Token = "the-token-of-a-test";

    /// <summary>Starts a host.</summary>
    /// <param name="change">Changes the options.</param>
    /// <param name="listening">The addresses that the host claims to listen on; loopback when null.</param>
    /// <param name="isNew">Whether the library has no key; otherwise it has an admin key.</param>
    public static async Task<AccessHost> StartAsync(Func<ServerOptions, ServerOptions>? change = null, ListenEndpoints? listening = null, bool isNew = false)
    {
        var (folder, time) = (new TempFolder(), new ManualTimeProvider());
        var catalog = SqliteCatalog.Open(folder.Path, time);
        var host = new AccessHost(catalog, await ApiKeys.LoadAsync(new KeyStore(catalog), time, default), time, folder);
        if (!isNew)
        {
            host.Owner = (await host.ApiKeys.CreateAsync("owner", AccessScope.Admin, null, default)).Secret;
        }

        var options = new ServerOptions { Library = folder.Path };
        await host.BuildAsync(change?.Invoke(options) ?? options, listening ?? new ListenEndpoints([IPAddress.Loopback], 8080));
        return host;
    }

    /// <summary>Creates a client with a key of a scope; null for a client without a key.</summary>
    public async Task<HttpClient> ClientAsync(AccessScope? scope = null)
    {
        var client = App.GetTestClient();
        if (scope is { } wanted)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await ApiKeys.CreateAsync($"{wanted}", wanted, null, default)).Secret);
        }

        return client;
    }

    /// <summary>Sends a request with the initial key. The test can change everything in it, including the addresses of its connection.</summary>
    public Task<HttpContext> SendAsync(Action<HttpContext> request) => App.GetTestServer().SendAsync(context =>
    {
        context.Request.Method = HttpMethods.Get;
        context.Request.Scheme = "http";
        context.Request.Host = new HostString("localhost");
        context.Request.Path = "/read";
        context.Request.Headers.Authorization = Owner is null ? default : $"Bearer {Owner}";
        request(context);
    });

    /// <summary>Reads the error code of a problem and checks the form of the problem document.</summary>
    public static async Task<string> ReadCodeAsync(HttpResponseMessage response)
    {
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("status").GetInt32().ShouldBe((int)response.StatusCode);
        problem.GetProperty("type").GetString().ShouldBe($"urn:reelmill:error:{problem.GetProperty("code").GetString()}");
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
        return problem.GetProperty("code").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _catalog.DisposeAsync();
        _folder.Dispose();
    }

    private async Task BuildAsync(ServerOptions options, ListenEndpoints listening)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton(options).AddSingleton<TimeProvider>(Time).AddSingleton(AddressPolicy.PublicOr(options.AllowedNetworks));
        builder.Services.AddReelmillAccess(options, ApiKeys, listening, ServerToken.Create(Token, ApiKeys, listening)).AddReelmillWebhooks(new WebhookStore(_catalog));
        builder.Services.Configure<JsonOptions>(static o => ServerJson.Configure(o.SerializerOptions));
        builder.Services.AddExceptionHandler<Problems>().AddProblemDetails();
        App = builder.Build();
        App.UseExceptionHandler(static _ => { });
        App.UseReelmillAccess(static open => open.Map("/page", static page => page.Run(static context => context.Response.WriteAsync("page"))));
        App.MapReelmillAccess();
        WebhookEndpoints.Map(App);
        foreach (var scope in new[] { "read", "submit", "admin" })
        {
            App.MapMethods($"/{scope}", ["GET", "POST", "DELETE"], static (HttpContext context) => Caller.GetKeyId(context.User)).RequireAuthorization(scope);
        }

        App.MapGet("/forgotten", static () => "nobody thought of who may see this");
        App.MapGet("/fails", static string () => throw new InvalidOperationException("it broke")).RequireAuthorization("read");
        App.MapGet("/healthz", static () => "ok").ForHealthChecks();
        await App.StartAsync();
    }
}
