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

/// <summary>The server: jobs, their API and the page, in one process.</summary>
public sealed class ServerHost : IAsyncDisposable
{
    private static readonly TimeSpan UploadGrace = TimeSpan.FromSeconds(10);
    private readonly WebApplication _app;
    private readonly RunServices _services;
    private readonly TokenFile? _token;

    private ServerHost(WebApplication app, RunServices services, TokenFile? token) => (_app, _services, _token) = (app, services, token);

    /// <summary>Where it listens; known once it has started.</summary>
    public IReadOnlyCollection<string> Addresses => [.. _app.Urls];

    /// <summary>The token that opens the server; null when its library has keys.</summary>
    public string? Token => _app.Services.GetRequiredService<ServerToken>() is { IsActive: true } token ? token.Text : null;

    /// <summary>Everything that can be asked for.</summary>
    internal EndpointDataSource Routes => _app.Services.GetRequiredService<EndpointDataSource>();

    /// <summary>Opens the library, puts back what a killed process was working on, listens, and begins with the jobs that wait.</summary>
    /// <param name="options">The options.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="Reelmill.Library.LibraryException">The library cannot be used; <c>library_in_use</c> when another process writes to it.</exception>
    /// <exception cref="IOException">The address cannot be listened on.</exception>
    public static Task<ServerHost> StartAsync(ServerOptions options, CancellationToken cancellationToken) => StartAsync(options, PipelineRegistry.BuiltIn, cancellationToken);

    /// <summary>Does the same for jobs of a program's own pipelines, too. Clients choose the keys that are not <see cref="Reelmill.Pipelines.Settings.Setting.ServerOnly"/>.</summary>
    /// <param name="options">The options.</param>
    /// <param name="pipelines">The pipelines.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="Reelmill.Library.LibraryException">The library cannot be used; <c>library_in_use</c> when another process writes to it.</exception>
    /// <exception cref="IOException">The address cannot be listened on.</exception>
    public static async Task<ServerHost> StartAsync(ServerOptions options, PipelineRegistry pipelines, CancellationToken cancellationToken)
    {
        var services = new RunServices(options.Library, BudgetsOf(options));
        try
        {
            var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
            var store = new JobStore(library.Catalog);
            await store.RecoverAsync(cancellationToken).ConfigureAwait(false);
            var ring = await ApiKeys.LoadAsync(new KeyStore(library.Catalog), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            var listening = await ListenGuard.ResolveAsync(options, ring.HasValid, cancellationToken).ConfigureAwait(false);
            var token = ServerToken.Of(options.Token, ring, listening);
            TokenFile.Forget(options.Library);
            return await ListenAsync(Build(options, pipelines, services, library, store, ring, listening, token), services, token, options).ConfigureAwait(false);
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

    /// <summary>Waits until the process is told to end, then lets what is in flight end within <see cref="ServerOptions.StopWithin"/>.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CleanUp.QuietlyAsync(() => new ValueTask(_app.StopAsync())).ConfigureAwait(false);
        await CleanUp.QuietlyAsync(_app.DisposeAsync).ConfigureAwait(false);
        _token?.Dispose();
        await _services.DisposeAsync().ConfigureAwait(false);
    }

    private static IReadOnlyList<WorkerBudget> BudgetsOf(ServerOptions options) =>
    [
        new(Budgets.Cpu, options.CpuWorkers),
        new(Budgets.Inference, options.InferenceWorkers),
        new(Budgets.Download, options.Downloads),
    ];

    private static WebApplication Build(
        ServerOptions options, PipelineRegistry pipelines, RunServices services, LibrarySession library, JobStore store, ApiKeys ring, Listening listening, ServerToken token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddConsole(static o => o.FormatterName = LogLine.Label).AddConsoleFormatter<LogLine, ConsoleFormatterOptions>().SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options));
        builder.WebHost.UseSetting("urls", listening.Urls);
        AddServices(builder.Services, options, store);
        builder.Services.AddSingleton(services).AddSingleton(library);
        AddPipelines(builder.Services, pipelines, library);
        builder.Services.AddReelmillAccess(options, ring, listening, token).AddReelmillWebhooks(new WebhookStore(library.Catalog));
        var app = builder.Build();
        app.UseExceptionHandler(static _ => { });
        app.UseStatusCodePages(Problems.OfStatusAsync);
        app.UseReelmillAccess(openly => Page.Use(openly, options));
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
        services.AddSingleton(registry).AddSingleton(pipelines).AddSingleton(new OwnPipelines(pipelines.Own.ToHashSet(StringComparer.Ordinal)));
        foreach (var own in pipelines.Own)
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
            // No loop in the background may take the server with it; each goes on after a fault, and this is the last resort.
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
