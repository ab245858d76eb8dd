using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Jobs;
using Reelmill.Library.Webhooks;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Services;
using Reelmill.Server.Endpoints;
using Reelmill.Server.Http;
using Reelmill.Server.Jobs;
using Reelmill.Server.Tests.Access;
using Reelmill.Server.Webhooks;
using Reelmill.Testing;

namespace Reelmill.Server.Tests.Jobs;

/// <summary>An in-memory server for jobs with a manual clock. No scheduler runs: tests start and end the jobs themselves.</summary>
internal sealed class JobHost : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly SqliteCatalog _catalog;
    private readonly RunServices _runs;
    private readonly WebApplication _app;

    private JobHost(Func<ServerOptions, ServerOptions> change, TempFolder folder, RunServices runs, LibrarySession library)
    {
        (_folder, _runs) = (folder, runs);
        _catalog = SqliteCatalog.Open(Library, Time);
        Store = new JobStore(_catalog);
        var options = change(new ServerOptions { Library = Library });
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.Services.AddSingleton(options).AddSingleton<MessageRedactor>().AddSingleton<TimeProvider>(Time).AddSingleton(AddressPolicy.PublicOnly).AddSingleton(Store);
        builder.Services.AddReelmillWebhooks(new WebhookStore(_catalog));
        builder.Services.AddSingleton(runs).AddSingleton(library).AddSingleton(PipelineRegistry.BuiltIn).AddSingleton<JobPipelines>().AddSingleton<JobRunner>().AddSingleton<JobScheduler>().AddSingleton<UploadStore>().AddSingleton<JobService>().AddSingleton<Retention>();
        builder.Services.Configure<JsonOptions>(static o => ServerJson.Configure(o.SerializerOptions));
        builder.Services.AddAuthorization(static o =>
        {
            o.AddPolicy("read", static p => p.RequireAssertion(static _ => true));
            o.AddPolicy("submit", static p => p.RequireAssertion(static _ => true));
        });
        builder.Services.AddExceptionHandler<Problems>().AddProblemDetails();
        _app = builder.Build();
        _app.UseExceptionHandler(static _ => { });
        JobEndpoints.Map(_app);
    }

    public ManualTimeProvider Time { get; } = new();

    public JobStore Store { get; }

    public CapturedLog Log { get; } = new();

    public string Library => _folder["library"];

    public HttpClient Http { get; private set; } = null!;

    public Retention Retention => _app.Services.GetRequiredService<Retention>();

    public static async Task<JobHost> StartAsync(Func<ServerOptions, ServerOptions> change)
    {
        var folder = new TempFolder();

        // The run services get a separate library, because their clock is not manual. They run nothing.
        var runs = new RunServices(folder["runs"]);
        var host = new JobHost(change, folder, runs, await runs.LibraryAsync(default));
        await host._app.StartAsync();
        host.Http = host._app.GetTestClient();
        return host;
    }

    /// <summary>Submits a job with one uploaded file.</summary>
    /// <returns>The id of the job and the path of its file.</returns>
    public async Task<(string Job, string File)> SubmitAsync(byte content, int bytes = 100)
    {
        using var form = new MultipartFormDataContent { { JsonContent.Create(new { pipeline = "mine" }), "job" } };
        form.Add(new ByteArrayContent([.. Enumerable.Repeat(content, bytes)]), "file", $"{content}.mp4");
        using var response = await Http.PostAsync("/v1/jobs", form);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
        var id = (await response.Content.ReadFromJsonAsync<JobDocument>(ServerJson.Options))!.Id;
        return (id, (await Store.ItemsAsync(id, null, -1, 1, default))[0].Source);
    }

    /// <summary>Starts the next job and checks that it is the expected one.</summary>
    public async Task BeginAsync(string job) => (await Store.ClaimNextAsync(int.MaxValue, default))!.Id.ShouldBe(job);

    /// <summary>Submits, starts and ends a job.</summary>
    public async Task<(string Job, string File)> RunToEndAsync(byte content, int bytes = 100)
    {
        var job = await SubmitAsync(content, bytes);
        await BeginAsync(job.Job);
        await Store.EndAsync(job.Job, JobState.Succeeded, null, null, default);
        return job;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _catalog.DisposeAsync();
        await _runs.DisposeAsync();
        _folder.Dispose();
    }
}
