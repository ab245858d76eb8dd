using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Reelmill.Core;
using Reelmill.Core.Running;
using Reelmill.Library.Access;
using Reelmill.Library.Jobs;
using Reelmill.Library.Webhooks;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Services;
using Reelmill.Server.Access;
using Reelmill.Server.Endpoints;
using Reelmill.Server.Http;
using Reelmill.Server.Jobs;
using Reelmill.Server.Jobs.Results;
using Reelmill.Server.Library;
using Reelmill.Server.Metrics;
using Reelmill.Server.Search;
using Reelmill.Server.Webhooks;

namespace Reelmill.Server.Hosting;

/// <summary>Runs the server in this process: the job queue, the HTTP API and the web page.</summary>
public sealed class ServerHost : IAsyncDisposable
{
    private static readonly TimeSpan UploadGrace = TimeSpan.FromSeconds(10);
    private readonly WebApplication _app;
    private readonly RunServices _services;
    private readonly TokenFile? _token;

    private ServerHost(WebApplication app, RunServices services, TokenFile? token) => (_app, _services, _token) = (app, services, token);

    /// <summary>The URLs that the server listens on.</summary>
    public IReadOnlyCollection<string> Addresses => [.. _app.Urls];

    /// <summary>The token that grants access to the server; null when its library has API keys.</summary>
    public string? Token => _app.Services.GetRequiredService<ServerToken>() is { IsActive: true } token ? token.Text : null;

    /// <summary>The endpoints of the server.</summary>
    internal EndpointDataSource Routes => _app.Services.GetRequiredService<EndpointDataSource>();

    /// <summary>Opens the library, requeues the jobs that a killed process left running, listens, and starts the queued jobs.</summary>
    /// <param name="options">The options.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="Reelmill.Library.LibraryException">The library cannot be used; <c>library_in_use</c> when another process writes to it.</exception>
    /// <exception cref="IOException">The server cannot listen on the address.</exception>
    public static Task<ServerHost> StartAsync(ServerOptions options, CancellationToken cancellationToken) => StartAsync(options, PipelineRegistry.BuiltIn, cancellationToken);

    /// <summary>Starts a server whose jobs can run the given pipelines, custom ones included. Clients may set every option that is not <see cref="Reelmill.Pipelines.Settings.Setting.ServerOnly"/>.</summary>
    /// <param name="options">The options.</param>
    /// <param name="pipelines">The pipelines that jobs can run.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="Reelmill.Library.LibraryException">The library cannot be used; <c>library_in_use</c> when another process writes to it.</exception>
    /// <exception cref="IOException">The server cannot listen on the address.</exception>
    public static async Task<ServerHost> StartAsync(ServerOptions options, PipelineRegistry pipelines, CancellationToken cancellationToken)
    {
        var services = new RunServices(options.Library, CreateBudgets(options));
        try
        {
            var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
            var store = new JobStore(library.Catalog);
            await store.RecoverAsync(cancellationToken).ConfigureAwait(false);
            var keys = await ApiKeys.LoadAsync(new KeyStore(library.Catalog), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            var listening = await ListenGuard.ResolveAsync(options, keys.HasValid, cancellationToken).ConfigureAwait(false);
            var token = ServerToken.Create(options.Token, keys, listening);
            TokenFile.Delete(options.Library);
            return await ListenAsync(Build(options, pipelines, services, library, store, keys, listening, token), services, token, options).ConfigureAwait(false);
        }
        catch
        {
            await CleanUp.QuietlyAsync(services.DisposeAsync).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<ServerHost> ListenAsync(WebApplication app, RunServices services, ServerToken token, ServerOptions options)
    {
        try
        {
            await app.StartAsync().ConfigureAwait(false);
            return new ServerHost(app, services, token.IsActive ? TokenFile.Write(options.Library, token.Text, new Uri(app.Urls.First()).Port) : null);
        }
        catch
        {
            await CleanUp.QuietlyAsync(app.DisposeAsync).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until the process is asked to stop, then lets work in flight finish within <see cref="ServerOptions.StopWithin"/>.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CleanUp.QuietlyAsync(() => new ValueTask(_app.StopAsync())).ConfigureAwait(false);
        await CleanUp.QuietlyAsync(_app.DisposeAsync).ConfigureAwait(false);
        _token?.Dispose();
        await _services.DisposeAsync().ConfigureAwait(false);
    }

    private static IReadOnlyList<WorkerBudget> CreateBudgets(ServerOptions options) =>
    [
        new(Budgets.Cpu, options.CpuWorkers),
        new(Budgets.Inference, options.InferenceWorkers),
        new(Budgets.Download, options.Downloads),
    ];

    private static WebApplication Build(
        ServerOptions options, PipelineRegistry pipelines, RunServices services, LibrarySession library, JobStore store, ApiKeys keys, ListenEndpoints listening, ServerToken token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddConsole(static o => o.FormatterName = LogLineFormatter.Label).AddConsoleFormatter<LogLineFormatter, ConsoleFormatterOptions>().SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options));
        builder.WebHost.UseSetting("urls", listening.Urls);
        AddServices(builder.Services, options, store);
        builder.Services.AddSingleton(services).AddSingleton(library);
        AddPipelines(builder.Services, pipelines, library);
        builder.Services.AddReelmillAccess(options, keys, listening, token).AddReelmillWebhooks(new WebhookStore(library.Catalog));
        var app = builder.Build();
        app.UseExceptionHandler(static _ => { });
        app.UseStatusCodePages(Problems.WriteStatusAsync);
        app.UseReelmillAccess(openly => WebPage.Use(openly, options));
        app.MapReelmillAccess();
        WebhookEndpoints.Map(app);
        JobEndpoints.Map(app);
        ServerEndpoints.Map(app);
        LibraryEndpoints.Map(app);
        SearchEndpoints.Map(app);
        MetricsEndpoints.Map(app);
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        return app;
    }

    private static void Configure(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.Limits.MaxConcurrentConnections = options.Connections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = options.Connections;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(options.MinUploadBytesPerSecond, UploadGrace);
        var limit = new ConnectionLimit(options.ConnectionsPerAddress);
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => limit.RunAsync(connection, next)));
        kestrel.Limits.MaxRequestBodySize = 32 << 20;
        kestrel.Limits.MaxRequestLineSize = 16 << 10;
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 << 10;
    }

    private static void AddPipelines(IServiceCollection services, PipelineRegistry registry, LibrarySession library)
    {
        var pipelines = new JobPipelines(registry);
        services.AddSingleton(registry).AddSingleton(pipelines).AddSingleton(new CustomPipelines(pipelines.Custom.ToHashSet(StringComparer.Ordinal)));
        foreach (var own in pipelines.Custom)
        {
            services.AddSingleton<PipelineResults>(new FileResults(own, library));
        }
    }

    private static void AddServices(IServiceCollection services, ServerOptions options, JobStore store)
    {
        services.AddSingleton(options).AddSingleton(store).AddSingleton(TimeProvider.System);
        services.AddSingleton(AddressPolicy.PublicOr(options.AllowedNetworks));
        services.AddSingleton<PipelineResults, MineResults>().AddSingleton<PipelineResults, HlsResults>()
            .AddSingleton<PipelineResults, ChunkResults>().AddSingleton<PipelineResults, IndexResults>();
        services.AddSingleton<UploadStore>().AddSingleton<JobRunner>().AddSingleton<JobScheduler>().AddSingleton<JobService>().AddSingleton<ServerStatus>();
        services.AddHostedService(static s => s.GetRequiredService<JobScheduler>());
        services.AddHostedService<Retention>();
        LibraryEndpoints.AddServices(services);
        SearchEndpoints.AddServices(services);
        MetricsEndpoints.AddServices(services);
        services.Configure<JsonOptions>(static o => ServerJson.Configure(o.SerializerOptions));
        services.Configure<HostOptions>(o =>
        {
            // A failed background loop must not stop the server. Each loop handles its own faults; this is the last resort.
            o.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
            o.ShutdownTimeout = options.StopWithin;
        });
        services.AddOpenApi("v1", static o => o.AddDocumentTransformer(static (document, _, _) =>
        {
            (document.Info.Title, document.Info.Version) = ("Reelmill", ServerStatus.Version);
            return Task.CompletedTask;
        }));
        services.AddExceptionHandler<Problems>().AddProblemDetails();
    }
}
