using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reelmill.Core.Running;
using Reelmill.Library.Jobs;
using Reelmill.Media.Fetching;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Processes;
using Reelmill.Server.Http;
using Reelmill.Server.Library;
using Reelmill.Server.Metrics;
using Reelmill.Server.Search;
using Reelmill.Testing;

namespace Reelmill.Server.Tests;

/// <summary>
/// A host of the read-only endpoints over a library that real runs made once. Its videos: a clip that is sharp, black and
/// static in turn, with embeddings of its kept frames and an encrypted stream; a short clip; a damaged clip; and a
/// smaller version of the beginning of the first clip.
/// </summary>
public sealed class ReadHost : IAsyncLifetime, IDisposable
{
    /// <summary>The hostile title of the clip.</summary>
    public const string Title = "<script>alert('Ünïcode')</script>\u202e";

    private readonly TempFolder _folder = new();
    private WebApplication _app = null!;

    internal RunServices Runs { get; private set; } = null!;

    private LibrarySession Library { get; set; } = null!;

    /// <summary>The folder of the library.</summary>
    public string Folder => _folder["library"];

    /// <summary>The path of the clip that is sharp, black and static in turn; the id of its content is <see cref="Video"/>.</summary>
    public string Clip => _folder["clip.mp4"];

    /// <summary>The id of the clip's content.</summary>
    public string Video { get; private set; } = null!;

    /// <summary>A client of the host.</summary>
    public HttpClient Client { get; private set; } = null!;

    internal IServiceProvider Services => _app.Services;

    public async ValueTask InitializeAsync()
    {
        await MakeAsync(Clip, "testsrc2=size=320x180:rate=25:duration=3[a];color=black:size=320x180:rate=25:duration=2[b];mandelbrot=size=320x180:rate=25,trim=duration=3[c];[a][b][c]concat=n=3");
        await MakeAsync(_folder["short.mp4"], "mandelbrot=size=160x120:rate=25:start_x=-0.75:start_y=0.1,trim=duration=1");
        await MakeAsync(_folder["damaged.mp4"], "mandelbrot=size=160x120:rate=25:start_x=-0.7:start_y=0.2,trim=duration=2");
        await MakeAsync(_folder["twin.mp4"], "testsrc2=size=320x180:rate=25:duration=2,scale=240:136");
        await DamageAsync(_folder["damaged.mp4"]);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = Title };
        MediaInput[] inputs = [new(Clip, InputKind.File, metadata), new(_folder["short.mp4"], InputKind.File, MediaInput.NoMetadata), new(_folder["damaged.mp4"], InputKind.File, MediaInput.NoMetadata), new(_folder["twin.mp4"], InputKind.File, MediaInput.NoMetadata)];
        Runs = new RunServices(Folder, [new WorkerBudget("cpu", 2), new WorkerBudget("download", 4)]);
        await new MineRun(Runs, new MineOptions { Embed = true }, new RunObserver()).ExecuteAsync(inputs, default, default);
        var hls = new HlsOptions { Encrypt = true, Ladder = Ladder.Parse("180"), CopyTop = false, Encode = new EncodeOptions { Preset = "ultrafast" } };
        await new HlsRun(Runs, hls, new RunObserver()).ExecuteAsync(inputs[..1], default, default);
        Library = await Runs.LibraryAsync(default);
        _app = Build();
        await _app.StartAsync();
        Client = _app.GetTestClient();
        var videos = await GetAsync("/v1/library/videos?text=clip.mp4");
        Video = videos.GetProperty("videos")[0].GetProperty("id").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Runs.DisposeAsync();
        Dispose();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Starts a second host over the same library, with empty caches.</summary>
    public async Task<WebApplication> StartAnotherAsync()
    {
        var app = Build();
        await app.StartAsync();
        return app;
    }

    /// <summary>Reads a JSON document.</summary>
    public Task<JsonElement> GetAsync(string url) => Client.GetFromJsonAsync<JsonElement>(url);

    /// <summary>Reads the status, code and detail of a problem response.</summary>
    public static async Task<(int Status, string Code, string Detail)> ProblemAsync(HttpResponseMessage answer)
    {
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)answer.StatusCode, json.GetProperty("code").GetString()!, json.GetProperty("detail").GetString()!);
    }

    private static async Task MakeAsync(string path, string graph) => await new ProcessLauncher().RunAsync(
        new ProcessSpec("ffmpeg", [
            "-nostdin", "-v", "error", "-f", "lavfi", "-i", graph,
            "-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-threads", "1", "-pix_fmt", "yuv420p", "-fflags", "+bitexact", path]),
        1 << 20,
        CancellationToken.None);

    private static async Task DamageAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        bytes.AsSpan(bytes.Length / 2, 2000).Fill(0xFF);
        await File.WriteAllBytesAsync(path, bytes);
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        var services = builder.Services;
        services.AddSingleton(Runs).AddSingleton(Library).AddSingleton(new CustomPipelines(new HashSet<string>(StringComparer.Ordinal))).AddSingleton(new ServerOptions { Library = Folder }).AddSingleton(new JobStore(Library.Catalog)).AddSingleton(TimeProvider.System);
        services.Configure<JsonOptions>(static o => ServerJson.Configure(o.SerializerOptions));
        services.AddAuthorization(static o => o.AddPolicy("read", static p => p.RequireAssertion(static _ => true)));
        LibraryEndpoints.AddServices(services);
        SearchEndpoints.AddServices(services);
        MetricsEndpoints.AddServices(services);
        var app = builder.Build();
        app.UseExceptionHandler(static e => e.Run(AnswerAsync));
        LibraryEndpoints.Map(app);
        SearchEndpoints.Map(app);
        MetricsEndpoints.Map(app);
        return app;
    }

    private static Task AnswerAsync(HttpContext http)
    {
        var (status, code, detail) = http.Features.Get<IExceptionHandlerFeature>()!.Error switch
        {
            RequestException e => (e.Status, e.Code, e.Message),
            BadHttpRequestException e => (e.StatusCode, "bad_request", e.Message),
            var e => (500, "internal_error", e.ToString()),
        };
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new { code, detail });
    }
}

/// <summary>Tests that share one host and run sequentially.</summary>
[CollectionDefinition(Name)]
public sealed class ReadCollection : ICollectionFixture<ReadHost>
{
    public const string Name = "read";
}
