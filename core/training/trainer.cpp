// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.hpp"

#include "core/tensor/freedom.hpp"
#include "core/training/gate.hpp"
#include "core/training/training_loop.hpp"

namespace netwright::training {

engine::PlanOptions planOptions(const Training& training)
{
    const Recipe& recipe = training.recipe;
    return { .mode = layers::Mode::Training,
             .batch = recipe.batch,
             .threads = recipe.threads,
             .seed = recipe.seed,
             .choices = recipe.isReproducible ? nullptr : training.choices,
             .allowsBFloat16 = recipe.isBFloat16 && tensor::hasBFloat16() };
}

Outcome train(const Training& training, std::vector<Observer*> observers, std::stop_token stop)
{
    return TrainingLoop(training, observers, std::move(stop), nullptr).run();
}

Trainer::Trainer(Training training, std::vector<Observer*> observers)
    : m_gate(std::make_unique<Gate>())
    , m_thread([training = std::move(training), observers = std::move(observers),
                gate = m_gate.get()](const std::stop_token& stop) {
        // The observers have heard the outcome; nobody waits for the value.
        [[maybe_unused]] const Outcome outcome = TrainingLoop(training, observers, stop, gate).run();
    })
{
}

Trainer::~Trainer() = default;

void Trainer::pause() { m_gate->close(); }
void Trainer::resume() { m_gate->open(); }
void Trainer::stop() { m_thread.request_stop(); }

void Trainer::wait()
{
    if (m_thread.joinable())
        m_thread.join();
}

} // namespace netwright::training
